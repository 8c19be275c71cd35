package io.vnetflowroutes.poll;

/**
 * How a poll ended.
 *
 * @param flowLogs how many flow logs are known
 * @param openBlobs how many blobs were not read to their end
 * @param cutBlobs how many of them end inside a record, so that they wait for more or for the time
 *     when the rest is unreadable
 * @param failures how many listings failed, and blobs that could not be read or delivered
 */
public record PollResult(int flowLogs, int openBlobs, int cutBlobs, int failures) {

  /** Whether blobs are open only because they changed while they were read. */
  public boolean worthAnotherPoll() {
    return openBlobs > cutBlobs && failures == 0;
  }

  /** Whether everything that is due is delivered. */
  public boolean caughtUp() {
    return flowLogs > 0 && openBlobs == 0 && failures == 0;
  }
}
