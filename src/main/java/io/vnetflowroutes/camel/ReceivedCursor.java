package io.vnetflowroutes.camel;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.Acknowledgements;

/**
 * The cursor as routes use it where batches are received. The position is the offset of the
 * consumer group, so this class stores none. Acknowledgements stay until that offset has moved.
 *
 * <p>Deliverers call it for different batches at a time.
 */
public final class ReceivedCursor {

  private final Acknowledgements acknowledged;
  private final ResumedBatches resumed;

  ReceivedCursor(Acknowledgements acknowledged, ResumedBatches resumed) {
    this.acknowledged = acknowledged;
    this.resumed = resumed;
  }

  /** Checks whether this process has delivered a part of the batch before. */
  public void plan(ListedBlob blob, Batch batch) {
    if (!acknowledged.of(batch.id()).isEmpty()) {
      resumed.add(batch);
    }
  }

  /** Notes that every destination has acknowledged the batch; the group's offset moves later. */
  public void commit(ListedBlob blob, Batch batch) {
    resumed.remove(batch);
  }
}
