package io.vnetflowroutes.spool;

import io.vnetflowroutes.spool.SegmentLog.Appended;
import java.io.IOException;

/**
 * Who brings records to the disk, and up to where they are there. One thread does it at a time, for
 * all that wait. Its callers hold its monitor.
 */
final class Forcing {

  private boolean underWay;
  private Place upTo = Place.FIRST;
  private int round;
  private Place lostFrom = Place.FIRST;
  private IOException lostBy;

  int round() {
    return round;
  }

  Place upTo() {
    return upTo;
  }

  void upTo(Place place) {
    upTo = place;
  }

  /** Waits until nobody is at it. */
  void awaitEnd() throws IOException {
    boolean interrupted = false;
    while (underWay) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // What is acknowledged has to be on disk all the same.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the one who is at it, and returns whether a record is on disk then.
   *
   * @throws IOException if it was lost
   */
  boolean isDone(Appended record) throws IOException {
    awaitEnd();
    boolean mayBeLost = lostFrom.isBefore(record.entry().end()) || record.round() < round - 1;
    if (record.round() != round && mayBeLost) {
      throw new IOException(lostBy.getMessage(), lostBy);
    }
    return !upTo.isBefore(record.entry().end());
  }

  void begin() {
    underWay = true;
  }

  void end(Place now) {
    underWay = false;
    upTo = now;
    notifyAll();
  }

  /** Returns what is left: up to where all was on disk before. */
  Place fail(IOException failure) {
    underWay = false;
    round++;
    lostFrom = upTo;
    lostBy = failure;
    notifyAll();
    return upTo;
  }
}
