package io.vnetflowroutes.camel;

import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import java.util.Iterator;

/** What the poll route asks, under the name {@code dueBlobs}. */
public final class PollSteps {

  private final DueBlobs dueBlobs;

  PollSteps(DueBlobs dueBlobs) {
    this.dueBlobs = dueBlobs;
  }

  /** Begins a poll; returns the blobs that are due, which are listed as they are asked for. */
  public Iterator<BlobInHand> poll() {
    Iterator<DueBlob> blobs = dueBlobs.poll();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return blobs.hasNext();
      }

      @Override
      public BlobInHand next() {
        return new BlobInHand(blobs.next());
      }
    };
  }

  /** Ends the poll once all its blobs were tried. */
  public void finish() {
    dueBlobs.finish();
  }
}
