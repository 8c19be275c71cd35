package io.vnetflowroutes.receive;

import java.time.Duration;

/**
 * How receiving stands.
 *
 * @param partitions how many partitions of the topic this process has
 * @param waiting how many records it has taken and not delivered
 * @param lag how many records of its partitions are not delivered, marks of transactions counted
 * @param failing of how many partitions the first record was not delivered at its last attempt
 * @param oldest how long the oldest delivery in hand takes, pauses between attempts counted
 * @param problem why nothing comes, as a sentence; empty where all is well
 * @param joined whether the group has given this process its partitions, be they none
 */
public record ReceiveState(
    int partitions,
    int waiting,
    long lag,
    int failing,
    Duration oldest,
    String problem,
    boolean joined) {

  /** The state before the start. */
  public static final ReceiveState NONE = new ReceiveState(0, 0, 0, 0, Duration.ZERO, "", false);

  /** Whether all that was in the topic is delivered. */
  public boolean caughtUp() {
    return joined && problem.isEmpty() && waiting == 0 && lag <= 0;
  }
}
