package io.vnetflowroutes.page;

/**
 * Flows by decision, and the bytes of their traffic.
 *
 * @param allowed how many allowed flows
 * @param denied how many denied flows
 * @param allowedBytes bytes sent and received by the allowed ones
 * @param deniedBytes the same by the denied ones, which mostly have none
 */
public record FlowCount(long allowed, long denied, long allowedBytes, long deniedBytes) {

  /** No flows. */
  static final FlowCount NONE = new FlowCount(0, 0, 0, 0);

  /** The sum of both; at most what a {@code long} holds. */
  FlowCount plus(FlowCount other) {
    return new FlowCount(
        sum(allowed, other.allowed),
        sum(denied, other.denied),
        sum(allowedBytes, other.allowedBytes),
        sum(deniedBytes, other.deniedBytes));
  }

  /** The sum of two counts that are not negative; at most what a {@code long} holds. */
  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
