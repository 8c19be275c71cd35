package io.vnetflowroutes.status;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The content of the dead letter.
 *
 * @param count the content of its files
 * @param counted whether flows and records were counted, too: of much that is left to the audit
 * @param newest when the last one was written; {@code null} for none
 */
public record DeadLetterStatus(DeadLetterCount count, boolean counted, Instant newest) {

  /** The most bytes that it reads, because a user may ask for the status every second. */
  private static final long MOST_READ = 64L << 20;

  /** Looks at files, of which one may be gone meanwhile. */
  public static DeadLetterStatus of(List<Path> deadLetters) throws IOException {
    return of(deadLetters, MOST_READ);
  }

  static DeadLetterStatus of(List<Path> deadLetters, long mostRead) throws IOException {
    DeadLetterCount unread = DeadLetterCount.NONE;
    Instant newest = null;
    for (Path file : deadLetters) {
      try {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        unread = unread.plus(new DeadLetterCount(1, Files.size(file), 0, 0));
        newest = newest == null || written.isAfter(newest) ? written : newest;
      } catch (NoSuchFileException e) {
        // It was replayed meanwhile.
      }
    }
    if (unread.bytes() > mostRead) {
      return new DeadLetterStatus(unread, false, newest);
    }
    DeadLetterCount all =
        deadLetters.stream()
            .map(DeadLetterCount::of)
            .reduce(DeadLetterCount.NONE, DeadLetterCount::plus);
    return new DeadLetterStatus(all, true, newest);
  }
}
