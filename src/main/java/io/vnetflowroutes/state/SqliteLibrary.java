package io.vnetflowroutes.state;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite, which the package holds beside its jars. Without it, the driver
 * unpacks one into the temporary folder at every start. That takes time, leaves a file behind after
 * a {@code kill -9}, and fails if that folder does not allow executable files.
 */
final class SqliteLibrary {

  private static final String DRIVERS_KEY = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Sets it in the driver, unless there is none for this platform or the user named another. */
  static void use() {
    Path folder = folder();
    if (System.getProperty(DRIVERS_KEY) == null && Files.isDirectory(folder)) {
      System.setProperty(DRIVERS_KEY, folder.toString());
    }
  }

  private static Path folder() {
    try {
      return Path.of(
              SqliteLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling("lib/native" + LibraryLoaderUtil.getNativeLibResourcePath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
