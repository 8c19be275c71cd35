package io.vnetflowroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that takes only so much: a file system of its own where this user may mount one, and
 * otherwise a limit on the size of each file that the program writes.
 */
final class SmallDisk implements AutoCloseable {

  /** How a disk is made small. */
  enum Way {
    FILE_SYSTEM,
    FILE_SIZE;

    /** The ways that this user may go. */
    static Stream<Way> open() {
      return Stream.of(values()).filter(way -> way != FILE_SYSTEM || mayMount());
    }
  }

  private final Path folder;
  private final Way way;
  private final int kilobytes;

  private SmallDisk(Path folder, Way way, int kilobytes) {
    this.folder = folder;
    this.way = way;
    this.kilobytes = kilobytes;
  }

  /** Makes the folder and makes it small. */
  static SmallDisk at(Path folder, Way way, int kilobytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SmallDisk disk = new SmallDisk(folder, way, kilobytes);
    if (way == Way.FILE_SYSTEM) {
      must("mount", "-t", "tmpfs", "-o", "mode=700,size=" + kilobytes + "k", "tmpfs", disk.path());
    }
    return disk;
  }

  /** Whether this user may mount a file system. */
  static boolean mayMount() {
    try {
      Path trial = Files.createTempDirectory("mount");
      boolean may = run("mount", "-t", "tmpfs", "tmpfs", trial.toString()) == 0;
      if (may) {
        must("umount", trial.toString());
      }
      Files.delete(trial);
      return may;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the program on this disk. */
  Program start(Program program, String... arguments) {
    return way == Way.FILE_SYSTEM
        ? program.start(arguments)
        : program.under(List.of("prlimit", "--fsize=" + kilobytes * 1024 + ":")).start(arguments);
  }

  /** Makes the disk large, while the program runs on it. */
  void makeRoom(Program program) {
    if (way == Way.FILE_SYSTEM) {
      must("mount", "-o", "remount,size=1g", path());
    } else {
      must("prlimit", "--pid", "" + program.process().pid(), "--fsize=unlimited:");
    }
  }

  /** Makes a file system read-only, or writable again. */
  void readOnly(boolean readOnly) {
    must("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), path());
  }

  @Override
  public void close() {
    if (way == Way.FILE_SYSTEM) {
      must("umount", path());
    }
  }

  private String path() {
    return folder.toAbsolutePath().toString();
  }

  private static void must(String... command) {
    if (run(command) != 0) {
      throw new IllegalStateException("This failed: " + String.join(" ", command));
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
