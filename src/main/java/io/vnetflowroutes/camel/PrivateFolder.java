package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Makes the folders that hold flows or state, with access for their owner only. */
public final class PrivateFolder {

  private PrivateFolder() {}

  /**
   * The folder that a key names. It is created if it does not exist; an existing one is not
   * changed.
   *
   * @throws UserError if it cannot be made
   */
  public static Path make(Settings settings, Key<Path> key) {
    return make(key, settings.get(key));
  }

  private static Path make(Key<?> key, Path folder) {
    try {
      return PrivateFiles.folder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(
          "%s is '%s', but what stands there is not a folder".formatted(key, folder), e);
    } catch (IOException e) {
      throw new UserError(
          "%s is '%s', but this folder cannot be made: %s"
              .formatted(key, folder, DiskProblem.sentence(e)),
          e);
    }
  }

  /** The same for a key that may name an endpoint instead; then nothing is created. */
  public static void makeIfFolder(Settings settings, Key<String> key) {
    String value = settings.get(key);
    if (value.indexOf(':') < 0) {
      make(key, Path.of(value));
    }
  }
}
