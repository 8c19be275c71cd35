package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.flow.BatchId;
import io.vnetflowroutes.flow.Origin;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Flows that were read, but are still in a spool or in the dead letter. The names of messages and
 * files begin with the digest of their blob's name.
 */
public final class PendingDeliveries {

  private final Map<String, Set<String>> destinations = new HashMap<>();
  private final Map<String, DeadLetterCount> deadLetters = new HashMap<>();

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
                DeadLetterCount.of(file),
                DeadLetterCount::plus));
  }

  /** The destinations that messages about a blob wait for. */
  Set<String> destinations(Origin blob) {
    return destinations.getOrDefault(blob.digest(), Set.of());
  }

  /** The dead-letter files about a blob. */
  DeadLetterCount deadLetters(Origin blob) {
    return deadLetters.getOrDefault(blob.digest(), DeadLetterCount.NONE);
  }
}
