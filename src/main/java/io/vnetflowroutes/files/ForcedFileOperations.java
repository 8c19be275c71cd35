package io.vnetflowroutes.files;

import io.vnetflowroutes.disk.DurableFolders;
import io.vnetflowroutes.disk.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * Camel's file operations, which write a file whole and force it to disk. The caller forces the
 * names of the files, once for everything done in a folder.
 */
final class ForcedFileOperations extends FileOperations {

  private final ForcedFileEndpoint endpoint;

  ForcedFileOperations(ForcedFileEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  private interface Step {
    void run() throws IOException;
  }

  @Override
  public boolean buildDirectory(String directory, boolean absolute) {
    if (!endpoint.isForceWrites()) {
      return super.buildDirectory(directory, absolute);
    }
    try {
      return DurableFolders.make(
          Path.of(directory), () -> super.buildDirectory(directory, absolute));
    } catch (IOException e) {
      throw new GenericFileOperationFailedException("Cannot make folder: " + directory, e);
    }
  }

  /**
   * Writes a file whole. Camel does not look at how many bytes a write took, and on a full disk the
   * last one takes only those for which there is room, without an error.
   */
  @Override
  public boolean storeFile(String name, Exchange exchange, long size) {
    Path file = Path.of(name);
    Object body = exchange.getIn().getBody();
    CountedBody counted = counted(exchange, body, file);
    long before = appends() && Files.exists(file) ? sizeOf(file) : 0;
    boolean stored;
    try {
      stored = super.storeFile(name, exchange, size);
    } finally {
      exchange.getIn().setBody(body);
    }
    if (counted != null) {
      forced(name, counted::awaitForced);
      if (sizeOf(file) < before + counted.count()) {
        writeAgain(file, body);
      }
    }
    forced(name, () -> PrivateFiles.forceContent(file));
    return stored;
  }

  /** Counts what Camel writes by channel; {@code null} if it writes none, or by other means. */
  private CountedBody counted(Exchange exchange, Object body, Path file) {
    boolean stays = endpoint.getFileExist() == GenericFileExist.Ignore && Files.exists(file);
    boolean byOtherMeans =
        body instanceof File
            || body instanceof WrappedFile<?>
            || body instanceof String
            || endpoint.getCharset() != null;
    if (body == null || byOtherMeans || stays) {
      return null;
    }
    InputStream bytes = exchange.getIn().getBody(InputStream.class);
    if (bytes == null) {
      return null;
    }
    CountedBody counted =
        new CountedBody(bytes, file, endpoint.isForceWrites() ? endpoint.forcing() : null);
    exchange.getIn().setBody(counted);
    return counted;
  }

  /** Writes what did not fit, if it is in memory: the system says why it cannot. */
  private void writeAgain(Path file, Object body) {
    try {
      if (appends() || !(body instanceof byte[] bytes)) {
        throw new IOException("Only a part was written: No space left on device");
      }
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new GenericFileOperationFailedException("Cannot store file: " + file, e);
    }
  }

  private boolean appends() {
    return endpoint.getFileExist() == GenericFileExist.Append;
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new GenericFileOperationFailedException("Cannot store file: " + file, e);
    }
  }

  @Override
  public boolean storeFileDirectly(String name, String payload) {
    boolean stored = super.storeFileDirectly(name, payload);
    forced(name, () -> PrivateFiles.forceContent(Path.of(name)));
    return stored;
  }

  /** Renames a file. Between folders it may have been copied, and both folders have changed. */
  @Override
  public boolean renameFile(String from, String to) {
    boolean renamed = super.renameFile(from, to);
    Path before = Path.of(from).toAbsolutePath().getParent();
    Path now = Path.of(to).toAbsolutePath().getParent();
    if (renamed && (endpoint.isRenameUsingCopy() || !before.equals(now))) {
      forced(
          to,
          () -> {
            PrivateFiles.forceContent(Path.of(to));
            PrivateFiles.force(now);
            PrivateFiles.force(before);
          });
    }
    return renamed;
  }

  private void forced(String name, Step step) {
    if (endpoint.isForceWrites()) {
      try {
        step.run();
      } catch (IOException e) {
        throw new GenericFileOperationFailedException("Cannot force file: " + name, e);
      }
    }
  }
}
