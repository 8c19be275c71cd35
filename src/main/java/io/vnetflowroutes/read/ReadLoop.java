package io.vnetflowroutes.read;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.poll.ProgressException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Polls, reads and delivers, for a host that has no routes for that. It opens each due blob at its
 * last position, cuts it into batches, and plans, delivers and commits each batch. It retries
 * failures at the next poll, and no blob delays the others.
 */
public final class ReadLoop {

  private final DueBlobs dueBlobs;
  private final BlobReader reader;
  private final Progress progress;
  private final ReadFailures failures;
  private final ReadListener listener;
  private final Delivery delivery;

  /** Takes batches. */
  public interface Delivery {

    /**
     * Delivers a batch; when it returns, the batch counts as delivered. Batches of a blob come one
     * after the other; several threads bring those of different blobs.
     *
     * @throws IOException if the batch was not delivered, so that it must come again
     * @throws InterruptedException if the program is to end
     */
    void deliver(DueBlob blob, Batch batch) throws IOException, InterruptedException;

    /**
     * Sees the bytes of a blob as they are read, for whoever delivers them as they are.
     *
     * @param in the bytes from {@link DueBlob#readFrom} on
     * @return the same bytes
     */
    default InputStream opened(DueBlob blob, InputStream in) {
      return in;
    }
  }

  public ReadLoop(
      DueBlobs dueBlobs,
      BlobReader reader,
      Progress progress,
      ReadListener listener,
      Delivery delivery) {
    this.dueBlobs = dueBlobs;
    this.reader = reader;
    this.progress = progress;
    this.failures = new ReadFailures(listener);
    this.listener = listener;
    this.delivery = delivery;
  }

  /** Makes one poll, in this thread. */
  public PollResult poll() throws InterruptedException {
    Poll poll = dueBlobs.begin();
    read(poll);
    return poll.finish();
  }

  /**
   * Reads blobs of a poll until none is left, or it is stopped. Several threads may do so for one
   * poll, each reading one blob at a time; the poll is to be ended when all of them have returned.
   */
  public void read(Poll poll) throws InterruptedException {
    for (DueBlob blob = next(poll); blob != null; blob = next(poll)) {
      read(poll, blob);
    }
  }

  /**
   * Reads as {@link #read(Poll)} does, until none is left, it is stopped, or the thread is
   * interrupted. What nobody expects, such as a lack of memory, costs one blob, which counts as
   * failed; the thread reads the others.
   *
   * @param unexpected gets each such failure
   */
  public void readOn(Poll poll, Consumer<Throwable> unexpected) {
    boolean more = true;
    while (more && !dueBlobs.stopping()) {
      try {
        read(poll);
        more = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        more = false;
      } catch (RuntimeException | Error e) {
        poll.failed();
        unexpected.accept(e);
      }
    }
  }

  private static DueBlob next(Poll poll) {
    synchronized (poll) {
      return poll.hasNext() ? poll.next() : null;
    }
  }

  /** Reads one blob of a poll. */
  public void read(Poll poll, DueBlob blob) throws InterruptedException {
    try (Reading reading = reader.read(blob, delivery.opened(blob, blob.open()))) {
      while (!dueBlobs.stopping()) {
        if (!reading.hasNext()) {
          reader.finish(poll, blob, reading);
          return;
        }
        Batch batch = reading.next();
        progress.plan(blob.listed(), batch);
        if (!delivered(poll, blob, batch)) {
          return;
        }
        progress.commit(blob.listed(), batch);
      }
    } catch (IOException | RuntimeException e) {
      failures.failed(poll, blob, e);
    }
  }

  private boolean delivered(Poll poll, DueBlob blob, Batch batch) throws InterruptedException {
    try {
      delivery.deliver(blob, batch);
      return true;
    } catch (ProgressException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      poll.failed();
      listener.notDelivered(blob, e.getMessage() == null ? e.toString() : e.getMessage());
      return false;
    }
  }
}
