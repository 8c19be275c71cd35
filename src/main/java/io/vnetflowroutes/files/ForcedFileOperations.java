package io.vnetflowroutes.files;

import io.vnetflowroutes.disk.DurableFolders;
import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * Camel's file operations, which force what they wrote to disk. The caller forces the names of the
 * files, once for everything done in a folder.
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

  @Override
  public boolean storeFile(String name, Exchange exchange, long size) {
    boolean stored = super.storeFile(name, exchange, size);
    forced(name, () -> PrivateFiles.forceContent(Path.of(name)));
    return stored;
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
