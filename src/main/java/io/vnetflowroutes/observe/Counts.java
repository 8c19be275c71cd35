package io.vnetflowroutes.observe;

import java.util.Map;

/**
 * What was counted at one moment.
 *
 * @param blobs blobs read to their end
 * @param bytes bytes of blobs delivered
 * @param records records delivered
 * @param allowed allowed flows delivered to all their destinations
 * @param denied denied flows delivered to all theirs
 * @param deadLetters records and tuples set aside
 * @param delivered flows acknowledged, by destination
 * @param refused flows refused for good, by destination
 * @param leftOut flows that filters left out, by destination or route and then by reason
 */
public record Counts(
    long blobs,
    long bytes,
    long records,
    long allowed,
    long denied,
    long deadLetters,
    Map<String, Long> delivered,
    Map<String, Long> refused,
    Map<String, Map<String, Long>> leftOut) {

  public Counts {
    delivered = Map.copyOf(delivered);
    refused = Map.copyOf(refused);
    leftOut = Map.copyOf(leftOut);
  }

  /** All flows that were left out, one at several destinations counted for each. */
  public long allLeftOut() {
    return leftOut.values().stream()
        .flatMap(reasons -> reasons.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** What was counted since an earlier moment; of destinations and filters, the totals stay. */
  Counts since(Counts earlier) {
    return new Counts(
        blobs - earlier.blobs,
        bytes - earlier.bytes,
        records - earlier.records,
        allowed - earlier.allowed,
        denied - earlier.denied,
        deadLetters - earlier.deadLetters,
        delivered,
        refused,
        leftOut);
  }
}
