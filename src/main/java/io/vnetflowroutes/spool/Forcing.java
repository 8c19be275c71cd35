package io.vnetflowroutes.spool;

import io.vnetflowroutes.spool.SegmentLog.Appended;
import java.io.IOException;

/**
 * Decides which thread forces records to disk, and knows up to where they are on disk. One thread
 * at a time does it, for all that wait. Callers must hold its monitor.
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

  /** Waits until no thread forces records to disk. */
  void awaitEnd() throws IOException {
    boolean interrupted = false;
    while (underWay) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // An acknowledged record must be on disk even then.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the thread that forces records, and returns whether a record is on disk then.
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

  /** Notes a failure; returns up to where records were on disk before. */
  Place fail(IOException failure) {
    underWay = false;
    round++;
    lostFrom = upTo;
    lostBy = failure;
    notifyAll();
    return upTo;
  }
}
