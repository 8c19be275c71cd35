package io.vnetflowroutes.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks a folder that the program writes to, without writing: it asks the operating system whether
 * this user may write there.
 *
 * @param key the setting that names it
 * @param path its present or future path
 */
public record FolderCheck(String key, Path path) {

  /** Says whether the folder can be written, or made. */
  public boolean check(CheckReporter subject, String check) {
    Path there = existing();
    if (Files.exists(path) && !Files.isDirectory(path)) {
      return subject.fail(
          check, "%s is '%s', but what stands there is not a folder".formatted(key, path));
    }
    if (there == null || !Files.isDirectory(there)) {
      return subject.fail(
          check,
          "%s is '%s', which cannot be made, as '%s' is not a folder".formatted(key, path, there));
    }
    if (!Files.isWritable(there) || !Files.isExecutable(there)) {
      return subject.fail(
          check,
          "%s is '%s', but the user '%s' may not write to %s; change its owner or its mode"
              .formatted(
                  key,
                  path,
                  System.getProperty("user.name"),
                  there.equals(path.toAbsolutePath()) ? "it" : "'" + there + "'"));
    }
    return subject.ok(
        check,
        there.equals(path.toAbsolutePath())
            ? "'%s' can be written".formatted(path)
            : "'%s' is not there yet, and can be made".formatted(path));
  }

  /** The bytes that this user may still write at the folder's path. */
  public long space() throws IOException {
    return Files.getFileStore(existing()).getUsableSpace();
  }

  /** The folder itself, or the nearest above it that is there. */
  private Path existing() {
    Path there = path.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
