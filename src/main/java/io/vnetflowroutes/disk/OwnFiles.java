package io.vnetflowroutes.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and folders that only their owner may read, as they hold flows or state, and brings
 * them to the disk so that they are still there after a power cut.
 */
public final class OwnFiles {

  private static final boolean POSIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

  private OwnFiles() {}

  /** Whether files have an owner here to whom they can be kept. */
  public static boolean canBeKept() {
    return POSIX;
  }

  /** Makes a folder and those above it, where they are missing; others are left as they are. */
  public static Path folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path first = folder.toAbsolutePath();
    while (first.getParent() != null && !Files.exists(first.getParent())) {
      first = first.getParent();
    }
    Files.createDirectories(folder, permissions("rwx------"));
    for (Path made = folder.toAbsolutePath(); !made.equals(first); made = made.getParent()) {
      force(made.getParent());
    }
    force(first.getParent());
    return folder;
  }

  /** Opens a file to write it from its start, and makes it if it is not there. */
  public static FileChannel open(Path file, OpenOption... more) throws IOException {
    Set<OpenOption> options = new java.util.HashSet<>(Set.of(more));
    options.add(StandardOpenOption.CREATE);
    options.add(StandardOpenOption.WRITE);
    return FileChannel.open(file, options, permissions("rw-------"));
  }

  /**
   * Brings to the disk which files a folder holds. Where folders cannot be opened for that, as on
   * Windows, the file system has to see to it.
   */
  public static void force(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel entries = FileChannel.open(folder)) {
        entries.force(true);
      }
    }
  }

  private static FileAttribute<?>[] permissions(String text) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
