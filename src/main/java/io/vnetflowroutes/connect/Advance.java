package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far reading has advanced: how far something is now, and the records to send before that
 * counts.
 *
 * @param blob how far a blob is; {@code null} if it is about something else
 * @param lanes how far lanes are; empty if it is about something else
 * @param start from when on the account is read; {@code null} if it is about something else
 * @param until the hour before which everything is read, if it is the last one; {@code null} if it
 *     is about something else
 * @param records the records of the batch behind which the blob is
 * @param bytes how much room all this takes, about
 */
record Advance(
    BlobMove blob,
    Map<Lane, LaneState> lanes,
    Instant start,
    Instant until,
    List<Outgoing> records,
    long bytes) {

  /** What of a blob changed. */
  record BlobMove(
      Lane lane, Instant hour, String name, long key, BlobProgress progress, BatchSummary batch) {}

  static Advance of(BlobMove blob, List<Outgoing> records, long bytes) {
    return new Advance(blob, Map.of(), null, null, records, bytes);
  }

  static Advance of(Map<Lane, LaneState> lanes) {
    return new Advance(null, lanes, null, null, List.of(), 0);
  }

  static Advance of(Instant start) {
    return new Advance(null, Map.of(), start, null, List.of(), 0);
  }

  static Advance until(Instant until) {
    return new Advance(null, Map.of(), null, until, List.of(), 0);
  }
}
