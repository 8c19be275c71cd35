package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.message.Delivery;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Room on the disk of a spool that messages leave free. The drain writes down what it is to send;
 * if it could not, nothing would ever be sent that makes room. Any thread may call it.
 */
final class DiskReserve {

  private static final long BYTES = 64 << 10;

  private final Path folder;
  private volatile boolean gone;

  DiskReserve(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes sure that the reserve is left when the disk takes a message.
   *
   * @throws FileSystemException if it is not, as if the disk were full
   */
  void require(Delivery message) throws FileSystemException {
    gone = false;
    long size =
        message.body() == null
            ? message.records().stream().mapToLong(each -> each.value().length).sum()
            : message.body().length;
    File disk = folder.toFile();
    if (disk.exists() && disk.getUsableSpace() - size < BYTES) {
      throw new FileSystemException(folder.toString(), null, "No space left on device");
    }
  }

  /** Notes why a message was not kept. */
  void failed(IOException error) {
    gone = DiskProblem.is(error);
  }

  /** Whether the last message was not kept because of the disk. */
  boolean isGone() {
    return gone;
  }
}
