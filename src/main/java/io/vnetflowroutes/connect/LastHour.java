package io.vnetflowroutes.connect;

import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import java.time.Instant;

/**
 * The end of a connector that delivers past hours only: notices once that everything before it is
 * read. The thread that polls calls it; any thread may ask.
 */
final class LastHour {

  private final Instant until;
  private final DueBlobs dueBlobs;
  private final SendQueue queue;
  private final ConnectLog log;
  private volatile boolean reached;

  /**
   * @param until the first hour that is not read; {@code null} if there is no end
   */
  LastHour(Instant until, DueBlobs dueBlobs, SendQueue queue, ConnectLog log) {
    this.until = until;
    this.dueBlobs = dueBlobs;
    this.queue = queue;
    this.log = log;
  }

  /** Notes how a poll ended. What is said of it goes behind what was read, in the same line. */
  void polled(PollResult result) {
    if (until != null
        && !reached
        && result.openBlobs() == 0
        && result.failures() == 0
        && dueBlobs.ended()) {
      reached = true;
      queue.add(Advance.until(until));
      log.finished(until);
    }
  }

  /** 1 once everything is read, as long as no flow log is found that is not. */
  double finished() {
    return reached && dueBlobs.ended() ? 1 : 0;
  }
}
