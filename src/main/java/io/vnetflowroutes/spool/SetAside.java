package io.vnetflowroutes.spool;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files with what is damaged, beside where it was. None replaces another: the numbers of segments
 * begin anew once a log is empty. What is set aside a second time, as a kill came before that was
 * noted, is there once.
 */
public final class SetAside {

  private static final String ENDING = ".unreadable";
  private static final String UNFINISHED = ".unfinished";

  private SetAside() {}

  /** Copies a part of a file; returns where it is. */
  static Path copy(FileChannel file, long from, long to, Path folder, String name)
      throws IOException {
    Path unfinished = folder.resolve(name + UNFINISHED);
    try (FileChannel copy = PrivateFiles.open(unfinished, TRUNCATE_EXISTING)) {
      file.transferTo(from, to - from, copy);
      copy.force(true);
    }
    return move(unfinished, name);
  }

  /** Moves a file in its folder; returns where it is. */
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
