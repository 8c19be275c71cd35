package io.vnetflowroutes.it;

import java.nio.file.Path;

/** The files that a release consists of. */
final class Archives {
  /** The version that is released. */
  static final String VERSION = System.getProperty("release.version");

  /** The folder that they lie in. */
  static final Path FOLDER = Path.of(System.getProperty("release.files")).toAbsolutePath();

  private Archives() {}

  static Path tar() {
    return FOLDER.resolve("flowlogs-" + VERSION + ".tar.gz");
  }

  static Path zip() {
    return FOLDER.resolve("flowlogs-" + VERSION + ".zip");
  }

  static Path connector() {
    return FOLDER.resolve("flowlogs-connect-" + VERSION + ".zip");
  }

  static Path debianPackage() {
    return FOLDER.resolve("flowlogs_" + VERSION + "_all.deb");
  }

  /** Unpacks the archive into a folder; returns that of the program. */
  static Path unpack(Path folder) throws Exception {
    Command.run("tar", "-xzf", tar().toString(), "-C", folder.toString());
    return folder.resolve("flowlogs-" + VERSION);
  }
}
