package io.vnetflowroutes.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What lies in the dead letter.
 *
 * @param files how many files
 * @param bytes their size
 * @param newest when the last one was written; {@code null} for none
 */
public record DeadLetterFolder(int files, long bytes, Instant newest) {

  /** Looks at files, of which one may be gone meanwhile. */
  public static DeadLetterFolder of(List<Path> letters) throws IOException {
    int files = 0;
    long bytes = 0;
    Instant newest = null;
    for (Path letter : letters) {
      try {
        Instant written = Files.getLastModifiedTime(letter).toInstant();
        bytes += Files.size(letter);
        newest = newest == null || written.isAfter(newest) ? written : newest;
        files++;
      } catch (NoSuchFileException e) {
        // It was replayed meanwhile.
      }
    }
    return new DeadLetterFolder(files, bytes, newest);
  }
}
