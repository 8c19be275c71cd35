package io.vnetflowroutes.deadletter;

import io.vnetflowroutes.files.UnfinishedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder of dead letters, and their names. */
public final class DeadLetterFiles {

  private static final String ENDING = ".ndjson";

  private DeadLetterFiles() {}

  /** The dead-letter files of a folder, by name; unfinished ones are no files yet. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(file -> !UnfinishedName.is(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The name under which a file is written before it takes the place of another. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(
        UnfinishedName.of(UnfinishedName.PREFIX, file.getFileName().toString()));
  }
}
