package io.vnetflowroutes.files;

import java.io.File;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileProducer;

/** Camel's file endpoint, with a producer that forces files to disk. */
final class ForcedFileEndpoint extends FileEndpoint {

  private final SameName sameName;
  private final SameName.Listener listener;

  /**
   * @param sameName what becomes of files of one name; {@code null} where {@code fileExist} says it
   */
  ForcedFileEndpoint(
      String uri, ForcedFileComponent component, SameName sameName, SameName.Listener listener) {
    super(uri, component);
    this.sameName = sameName;
    this.listener = listener;
  }

  /** The producer; Camel's own one is made first, as it checks the options. */
  @Override
  public GenericFileProducer<File> createProducer() throws Exception {
    super.createProducer();
    return new ForcedFileProducer(this, sameName, listener);
  }
}
