package io.vnetflowroutes.files;

import java.io.File;
import java.util.concurrent.ExecutorService;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileProducer;

/** Camel's file endpoint, with a producer that forces files to disk. */
final class ForcedFileEndpoint extends FileEndpoint {

  private final ForcedFileComponent component;
  private final SameName sameName;
  private final SameName.Listener listener;

  /**
   * @param sameName what becomes of files of one name; {@code null} where {@code fileExist} says it
   */
  ForcedFileEndpoint(
      String uri, ForcedFileComponent component, SameName sameName, SameName.Listener listener) {
    super(uri, component);
    this.component = component;
    this.sameName = sameName;
    this.listener = listener;
  }

  /** Runs threads that force a file while more of it is written. */
  ExecutorService forcing() {
    return component.forcing();
  }

  /** The producer; Camel's own one is made first, as it checks the options. */
  @Override
  public GenericFileProducer<File> createProducer() throws Exception {
    super.createProducer();
    return new ForcedFileProducer(this, sameName, listener);
  }
}
