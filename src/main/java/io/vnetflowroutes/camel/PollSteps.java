package io.vnetflowroutes.camel;

import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.poll.CatchUp;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.PollResult;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The steps of the poll route, under the name {@code dueBlobs}. The thread of the timer begins and
 * ends polls; threads of readers, one at a time, iterate over the blobs; any thread may ask for the
 * poll.
 */
public final class PollSteps {

  private final DueBlobs dueBlobs;
  private final Consumer<PollResult> finished;
  private final Semaphore onePoll = new Semaphore(1);

  /** The present poll; {@code null} between polls. */
  private volatile Poll inHand;

  private volatile Poll latest;

  /**
   * @param finished is called when a poll has ended
   */
  public PollSteps(DueBlobs dueBlobs, Consumer<PollResult> finished) {
    this.dueBlobs = dueBlobs;
    this.finished = finished;
  }

  /**
   * Begins a poll; returns the blobs that are due, and lists them as they are asked for. Waits
   * until the previous poll has ended: two polls at a time would read the same blobs.
   */
  public Iterator<BlobInHand> poll() {
    onePoll.acquireUninterruptibly();
    Poll poll = dueBlobs.begin();
    latest = poll;
    inHand = poll;
    return new Blobs(poll);
  }

  /** Ends the poll after all its blobs were tried. */
  public void finish() {
    ended(inHand.finish());
  }

  /** Ends a poll that could not be made. */
  void abandon() {
    ended(new PollResult(dueBlobs.flowLogs(), 0, 0, 1));
  }

  private void ended(PollResult result) {
    try {
      finished.accept(result);
    } finally {
      inHand = null;
      // A poll that fails as it ends is abandoned, too.
      if (onePoll.availablePermits() == 0) {
        onePoll.release();
      }
    }
  }

  /** The present poll, or else the last one; empty before the first. */
  Optional<Poll> latest() {
    return Optional.ofNullable(latest);
  }

  /** The progress of the present poll; empty between polls. */
  Optional<CatchUp> catchUp() {
    return Optional.ofNullable(inHand).map(dueBlobs::catchUp);
  }

  /**
   * The blobs for Camel's split. An exception would end the poll while blobs are in hand, and the
   * next poll would read these, too; so an error only fails the flow log that was being listed.
   */
  private static final class Blobs implements Iterator<BlobInHand> {

    private final Poll poll;

    Blobs(Poll poll) {
      this.poll = poll;
    }

    @Override
    public boolean hasNext() {
      while (true) {
        try {
          return poll.hasNext();
        } catch (Error e) {
          poll.failedWithAll("A listing failed. " + ThrownError.sentence(e));
        }
      }
    }

    @Override
    public BlobInHand next() {
      return new BlobInHand(poll, poll.next());
    }
  }
}
