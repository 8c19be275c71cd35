package io.vnetflowroutes.audit;

import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was read, but lies in a spool or in the dead letter. Messages and files carry the digest of
 * their blob's name in front.
 */
public final class PendingDeliveries {

  private final Map<String, Set<String>> destinations = new HashMap<>();
  private final Map<String, FileCount> deadLetters = new HashMap<>();

  /** How many dead-letter files there are about something, and how large they are. */
  record FileCount(int files, long bytes) {

    static final FileCount NONE = new FileCount(0, 0);

    static FileCount of(Path file) {
      try {
        return new FileCount(1, Files.size(file));
      } catch (IOException e) {
        return NONE; // It was replayed meanwhile.
      }
    }

    FileCount plus(FileCount more) {
      return new FileCount(files + more.files, bytes + more.bytes);
    }
  }

  /**
   * @param spooled the keys of messages that wait, by destination
   * @param deadLetters dead-letter files
   */
  public PendingDeliveries(Map<String, Set<String>> spooled, Collection<Path> deadLetters) {
    spooled.forEach(
        (destination, keys) ->
            keys.forEach(
                key ->
                    destinations
                        .computeIfAbsent(BatchId.digest(key), digest -> new TreeSet<>())
                        .add(destination)));
    deadLetters.forEach(
        file ->
            this.deadLetters.merge(
                BatchId.digest(file.getFileName().toString()),
                FileCount.of(file),
                FileCount::plus));
  }

  /** The destinations that messages about a blob wait for. */
  Set<String> destinations(Origin blob) {
    return destinations.getOrDefault(blob.digest(), Set.of());
  }

  /** The dead-letter files about a blob. */
  FileCount deadLetters(Origin blob) {
    return deadLetters.getOrDefault(blob.digest(), FileCount.NONE);
  }
}
