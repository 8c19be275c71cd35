package io.vnetflowroutes.read;

import io.vnetflowroutes.poll.DueBlob;

/** Gets the results of reading blobs. Any thread that reads calls it. */
public interface ReadListener {

  /** A blob was read to its end, for now or finally, or was compared. */
  void read(DueBlob blob);

  /**
   * A blob ends inside a record. It is read on when it grows, and what there is of the record is
   * unreadable once its hour is long over and it rests.
   *
   * @param bytes how much of the record there is
   */
  void endsInsideRecord(DueBlob blob, long bytes);

  /** A blob changed between its listing and its reading, and is asked for again. */
  void changed(DueBlob blob);

  /**
   * A blob could not be read, and is tried again at the next poll. It is called at each attempt, so
   * often with the same reason.
   *
   * @param reason a sentence for a person
   */
  void failed(DueBlob blob, String reason);

  /**
   * A batch of a blob was not delivered, and is tried again at the next poll.
   *
   * @param reason a sentence for a person
   */
  void notDelivered(DueBlob blob, String reason);
}
