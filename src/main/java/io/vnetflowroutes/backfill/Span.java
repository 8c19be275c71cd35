package io.vnetflowroutes.backfill;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * The hours of a backfill, fixed when it first starts: a duration back from now means other hours
 * when the backfill continues.
 *
 * @param from the first hour
 * @param to the last hour
 */
public record Span(Instant from, Instant to) {

  private static final String FILE = "hours";

  /** The hours that were fixed in a folder before, or these ones, which are fixed now. */
  public Span fixedIn(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.isRegularFile(file)) {
      return read(folder);
    }
    Path unfinished = Files.writeString(folder.resolve(FILE + ".unfinished"), from + "\n" + to);
    PrivateFiles.forceContent(unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.force(folder);
    return this;
  }

  /** The hours that an earlier start fixed in a folder, or these ones if none did. */
  public Span seenIn(Path folder) throws IOException {
    return Files.isRegularFile(folder.resolve(FILE)) ? read(folder) : this;
  }

  private static Span read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(FILE));
    return new Span(Instant.parse(lines.get(0)), Instant.parse(lines.get(1)));
  }
}
