package io.vnetflowroutes.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters at one moment.
 *
 * @param blobs blobs read to their end
 * @param bytes bytes of blobs delivered
 * @param records records delivered
 * @param batches batches delivered to all their destinations
 * @param allowed allowed flows delivered to all their destinations
 * @param denied denied flows delivered to all theirs
 * @param unreadable records and tuples set aside, by kind
 * @param refusedMessages messages permanently refused
 * @param delivered flows acknowledged, by destination
 * @param refused flows permanently refused, by destination
 * @param leftAlone flows not written because files with other content existed, by destination
 * @param failures attempts to send a message that failed, by destination
 * @param retries attempts to send a message for which one had failed before, by destination
 * @param leftOut flows that filters left out, by destination or route, then by reason
 */
public record Counts(
    long blobs,
    long bytes,
    long records,
    long batches,
    long allowed,
    long denied,
    Map<String, Long> unreadable,
    long refusedMessages,
    Map<String, Long> delivered,
    Map<String, Long> refused,
    Map<String, Long> leftAlone,
    Map<String, Long> failures,
    Map<String, Long> retries,
    Map<String, Map<String, Long>> leftOut) {

  public Counts {
    unreadable = Map.copyOf(unreadable);
    delivered = Map.copyOf(delivered);
    refused = Map.copyOf(refused);
    leftAlone = Map.copyOf(leftAlone);
    failures = Map.copyOf(failures);
    retries = Map.copyOf(retries);
    leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
  }

  /** How many records and tuples were set aside. */
  public long deadLetters() {
    return unreadable.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many dead letters there are: records, tuples, and messages that were refused. */
  public long allDeadLetters() {
    return deadLetters() + refusedMessages;
  }

  /** All flows that were left out; a flow counts once for each destination that did not get it. */
  public long allLeftOut() {
    return leftOut.values().stream()
        .flatMap(reasons -> reasons.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
