package io.vnetflowroutes.backfill;

import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is fixed when a backfill first starts, in its folder, until it is done.
 *
 * @param hours its hours: a duration back from now means other hours when it continues
 * @param name distinguishes the files that it gathers from those of an earlier backfill of the same
 *     words. Nobody can tell which flows are in those, and what goes together differs each time.
 */
record BackfillBegin(Span hours, String name) {

  private static final String FILE = "hours";
  private static final int RANDOM_DIGITS = 8;

  /** What an earlier start fixed in a folder, or these hours, which are fixed now. */
  static BackfillBegin in(Path folder, BackfillRequest request, Span hours) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.isRegularFile(file)) {
      List<String> lines = Files.readAllLines(file);
      // A backfill that an earlier version began goes on under the name of its words.
      return new BackfillBegin(hours(lines), lines.size() > 2 ? lines.get(2) : request.id());
    }
    String name = request.id() + '-' + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    String lines = String.join("\n", hours.from().toString(), hours.to().toString(), name);
    Path unfinished = Files.writeString(folder.resolve(FILE + ".unfinished"), lines);
    PrivateFiles.forceContent(unfinished);
    PrivateFiles.rename(unfinished, file);
    return new BackfillBegin(hours, name);
  }

  /** The hours that an earlier start fixed in a folder; empty if none did. */
  static Optional<Span> hoursIn(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file)
        ? Optional.of(hours(Files.readAllLines(file)))
        : Optional.empty();
  }

  private static Span hours(List<String> lines) {
    return new Span(Instant.parse(lines.get(0)), Instant.parse(lines.get(1)));
  }
}
