package io.vnetflowroutes.files;

import io.vnetflowroutes.disk.OwnFiles;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileProducer;

/** Writes files as Camel does, and returns once they are on the disk under their names. */
final class ForcedFileProducer extends GenericFileProducer<File> {

  private final boolean forces;

  ForcedFileProducer(ForcedFileEndpoint endpoint) {
    super(endpoint, new ForcedFileOperations(endpoint));
    this.forces = endpoint.isForceWrites();
  }

  /**
   * Writes a file. One that is there already, and stays, may be left from a process that was killed
   * before it had forced it.
   */
  @Override
  protected void processExchange(Exchange exchange, String target) throws Exception {
    Path file = Path.of(target);
    boolean there = Files.exists(file);
    super.processExchange(exchange, target);
    if (forces) {
      if (there) {
        OwnFiles.forceContent(file);
      }
      OwnFiles.force(file.toAbsolutePath().getParent());
    }
  }
}
