package io.vnetflowroutes.spool;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files with damaged bytes, beside the file they were in. None replaces another: the numbers of
 * segments begin again when a log is empty. If a kill makes the program set the same bytes aside
 * twice, there is one file.
 */
public final class SetAside {

  private static final String ENDING = ".unreadable";
  private static final String UNFINISHED = ".unfinished";

  private SetAside() {}

  /** Copies a part of a file; returns the copy. */
  static Path copy(FileChannel file, long from, long to, Path folder, String name)
      throws IOException {
    Path unfinished = folder.resolve(name + UNFINISHED);
    try (FileChannel copy = PrivateFiles.open(unfinished, TRUNCATE_EXISTING)) {
      file.transferTo(from, to - from, copy);
      copy.force(true);
    }
    return move(unfinished, name);
  }

  /** Renames a file in its folder; returns its new path. */
  public static Path move(Path file, String name) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path aside = folder.resolve(name + ENDING);
    for (int number = 2; Files.exists(aside) && Files.mismatch(file, aside) >= 0; number++) {
      aside = folder.resolve(name + '.' + number + ENDING);
    }
    if (Files.exists(aside)) {
      Files.delete(file);
    } else {
      Files.move(file, aside);
    }
    PrivateFiles.force(folder);
    return aside;
  }
}
