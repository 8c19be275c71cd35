package io.vnetflowroutes.queue;

import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.spool.SegmentLog.Appended;
import java.io.IOException;

/**
 * What was put into a queue, and is there once it is on disk.
 *
 * @param lane the queue
 * @param appended where it stands in the files of the queue
 */
record Kept(SpoolLane lane, StoredMessage message, Appended appended) {

  /** Brings it to the disk, together with others. */
  void force() throws IOException {
    lane.force(appended);
  }
}
