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

  /** The poll in hand; {@code null} between two. */
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
   * Begins a poll; returns the blobs that are due, which are listed as they are asked for. Waits
   * for the poll before: two at a time would read the same blobs.
   */
  public Iterator<BlobInHand> poll() {
    onePoll.acquireUninterruptibly();
    Poll poll = dueBlobs.begin();
    latest = poll;
    inHand = poll;
    return new Blobs(poll);
  }

  /** Ends the poll once all its blobs were tried. */
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

  /** The poll in hand, or else the last one; empty before the first. */
  Optional<Poll> latest() {
    return Optional.ofNullable(latest);
  }

  /** How far the poll in hand is; empty between two. */
  Optional<CatchUp> catchUp() {
    return Optional.ofNullable(inHand).map(dueBlobs::catchUp);
  }

  /**
   * The blobs as split goes through them. Anything thrown would end the poll with blobs in hand,
   * which the next would read, too; so an error fails what was being listed, and no more.
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
