package io.vnetflowroutes.read;

import io.vnetflowroutes.poll.DueBlob;

/** Learns what became of blobs that were read; called by whatever thread reads. */
public interface ReadListener {

  /** A blob was read to its end, for now or for good. */
  void read(DueBlob blob);

  /**
   * A blob ends inside a record. It is read on when it grows, and what there is of the record is
   * unreadable once its hour is long over.
   *
   * @param bytes how much of the record there is
   */
  void endsInsideRecord(DueBlob blob, long bytes);
}
