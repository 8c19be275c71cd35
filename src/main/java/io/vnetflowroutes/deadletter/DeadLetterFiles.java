package io.vnetflowroutes.deadletter;

import io.vnetflowroutes.files.UnfinishedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a folder of dead letters, and their names. Any thread may call it: it has no state.
 */
public final class DeadLetterFiles {

  private static final String ENDING = ".ndjson";

  private DeadLetterFiles() {}

  /** The dead-letter files of a folder, by name; unfinished ones are no files yet. */
  public static List<Path> in(Path folder) throws IOException {
    return files(folder, file -> isDeadLetter(file.getFileName().toString()));
  }

  /** The other files of a folder, by name, except what the program itself has in hidden ones. */
  public static List<Path> others(Path folder) throws IOException {
    return files(
        folder,
        file -> {
          for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
              return false;
            }
          }
          String name = file.getFileName().toString();
          return !isDeadLetter(name) && !UnfinishedName.is(name);
        });
  }

  private static boolean isDeadLetter(String name) {
    return name.endsWith(ENDING) && !UnfinishedName.is(name);
  }

  private static List<Path> files(Path folder, Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(which).sorted().toList();
    }
  }

  /** The name under which a file is written before it takes the place of another. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(
        UnfinishedName.of(UnfinishedName.PREFIX, file.getFileName().toString()));
  }
}
