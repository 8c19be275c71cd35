package io.vnetflowroutes.page;

/**
 * Flows by decision, and the bytes of traffic that they tell of.
 *
 * @param allowed how many allowed flows
 * @param denied how many denied flows
 * @param allowedBytes bytes sent and received by the allowed ones
 * @param deniedBytes the same by the denied ones, which Azure mostly gives none for
 */
public record FlowCount(long allowed, long denied, long allowedBytes, long deniedBytes) {

  /** No flows. */
  static final FlowCount NONE = new FlowCount(0, 0, 0, 0);

  /** Both together; what would be more than a {@code long} holds stays at its most. */
  FlowCount plus(FlowCount other) {
    return new FlowCount(
        sum(allowed, other.allowed),
        sum(denied, other.denied),
        sum(allowedBytes, other.allowedBytes),
        sum(deniedBytes, other.deniedBytes));
  }

  /** The sum of two counts that are not negative, or the most there is. */
  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
