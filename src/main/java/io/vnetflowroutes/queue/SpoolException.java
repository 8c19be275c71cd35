package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.DiskProblem;
import java.io.IOException;
import java.nio.file.Path;

/** A message cannot wait in the spool, because of its limit or its disk; the message says so. */
public final class SpoolException extends Exception {

  private static final long serialVersionUID = 1L;

  private SpoolException(String message, IOException cause) {
    super(message, cause);
  }

  static SpoolException full(String destination, long limit) {
    return new SpoolException(
        "The spool of destination '%s' is full at %d bytes (flowlogs.spool-limit); reading waits until the destination is back"
            .formatted(destination, limit),
        null);
  }

  /** Whether the limit is the cause, which the spool says itself. */
  public boolean full() {
    return getCause() == null;
  }

  static SpoolException ofTheDisk(String destination, Path folder, IOException e) {
    return new SpoolException(
        "The spool of destination '%s' in '%s' cannot be written: %s. Reading waits until then"
            .formatted(destination, folder, DiskProblem.sentence(e)),
        e);
  }
}
