package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Makes the folders that hold flows or state, for their owner only. */
public final class PrivateFolder {

  private PrivateFolder() {}

  /**
   * The folder that a key names, which is made if it is not there; one that is there is left as it
   * is.
   *
   * @throws UserError if it cannot be made
   */
  public static Path make(Settings settings, String key) {
    String value = settings.text(key);
    Path folder = Path.of(value);
    try {
      return PrivateFiles.folder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(
          "%s is '%s', but what stands there is not a folder".formatted(key, value), e);
    } catch (IOException e) {
      throw new UserError(
          "%s is '%s', but this folder cannot be made: %s"
              .formatted(key, value, DiskProblem.sentence(e)),
          e);
    }
  }

  /** The same for a key that may name an endpoint instead; then nothing is made. */
  public static void makeIfFolder(Settings settings, String key) {
    if (settings.text(key).indexOf(':') < 0) {
      make(settings, key);
    }
  }
}
