package io.vnetflowroutes.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes files and folders that only their owner can read, because they hold flows or state, and
 * forces them to disk, so that they still exist after a power cut.
 */
public final class PrivateFiles {

  private static final boolean POSIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

  /** The C library's texts for what a file system does not do. */
  private static final Set<String> NOT_FOR_FOLDERS =
      Set.of("Invalid argument", "Operation not supported");

  private PrivateFiles() {}

  /** Whether files have an owner here to whom they can be kept. */
  public static boolean canBeKept() {
    return POSIX;
  }

  /** Makes a folder and those above it, where they are missing; others are left as they are. */
  public static Path folder(Path folder) throws IOException {
    DurableFolders.make(
        folder,
        () -> {
          if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions("rwx------"));
          }
          return true;
        });
    return folder;
  }

  /** Opens a file to write it from its start, and makes it if it is not there. */
  public static FileChannel open(Path file, OpenOption... more) throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(more));
    options.add(CREATE);
    options.add(WRITE);
    return FileChannel.open(file, options, permissions("rw-------"));
  }

  /**
   * Brings to the disk which files a folder holds. Where folders cannot be forced, as on Windows
   * and on some network file systems, the file system has to see to it.
   */
  public static void force(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel entries = FileChannel.open(folder)) {
        entries.force(true);
      } catch (IOException e) {
        if (!NOT_FOR_FOLDERS.contains(String.valueOf(e.getMessage()))) {
          throw e;
        }
      }
    }
  }

  /**
   * Gives a file its name once its content is on the disk, in one step and in place of another one
   * of that name. Returns when the name is on the disk, too.
   */
  public static void rename(Path unfinished, Path file) throws IOException {
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.toAbsolutePath().getParent());
  }

  /** Brings to the disk what a file holds that was written by others. */
  public static void forceContent(Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file, POSIX ? READ : WRITE)) {
      content.force(true);
    } catch (AccessDeniedException e) {
      try (FileChannel content = FileChannel.open(file, WRITE)) {
        content.force(true);
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
