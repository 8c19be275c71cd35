package io.vnetflowroutes.page;

import io.vnetflowroutes.queue.Spool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flows that were read, but did not reach their destination: messages in spools, and dead letters.
 * The keys of messages, and the names of files, begin with the digest of their blob.
 */
final class Undelivered {

  private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);
  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH").withZone(ZoneOffset.UTC);

  private final Map<Instant, Set<String>> waiting = new HashMap<>();
  private final Path deadLetter;

  /**
   * @param deadLetter the folder of the dead letters; {@code null} if they go elsewhere
   */
  Undelivered(Collection<Spool> spools, Path deadLetter) {
    this.deadLetter = deadLetter;
    spools.forEach(spool -> spool.eachKey(this::add));
  }

  /** A key has the digest, then the time of a record, which may be shortly after its hour. */
  private void add(String key) {
    String[] parts = key.split("-", 3);
    if (parts.length == 3 && parts[1].matches("\\d{1,15}")) {
      Instant hour = Instant.ofEpochMilli(Long.parseLong(parts[1])).truncatedTo(ChronoUnit.HOURS);
      for (Instant any : Set.of(hour, hour.minus(1, ChronoUnit.HOURS))) {
        waiting.computeIfAbsent(any, first -> new HashSet<>()).add(parts[0]);
      }
    }
  }

  /** The digests of blobs of about that hour with messages in a spool. */
  Set<String> waiting(Instant hour) {
    return waiting.getOrDefault(hour, Set.of());
  }

  /** The number of files in the dead letter about each blob of an hour, by the digest. */
  Map<String, Integer> deadLetters(Instant hour) {
    Map<String, Integer> deadLetters = new HashMap<>();
    Path folder = deadLetter == null ? null : deadLetter.resolve(FOLDERS.format(hour));
    if (folder == null || !Files.isDirectory(folder)) {
      return deadLetters;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ndjson")) {
      for (Path file : files) {
        deadLetters.merge(file.getFileName().toString().split("-", 2)[0], 1, Integer::sum);
      }
    } catch (IOException e) {
      LOG.debug("The dead letters of an hour cannot be listed", e);
    }
    return deadLetters;
  }
}
