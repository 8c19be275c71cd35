package io.vnetflowroutes.files;

import java.io.File;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileProducer;

/** Camel's endpoint for files with a producer that forces them. */
final class ForcedFileEndpoint extends FileEndpoint {

  ForcedFileEndpoint(String uri, ForcedFileComponent component) {
    super(uri, component);
  }

  /** The producer; Camel's own one is made first, as it checks the options. */
  @Override
  public GenericFileProducer<File> createProducer() throws Exception {
    super.createProducer();
    return new ForcedFileProducer(this);
  }
}
