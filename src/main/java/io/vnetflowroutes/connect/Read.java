package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What reading has come to: how far something is now, and the records to send before that counts.
 *
 * @param blob how far a blob is; {@code null} where it is about something else
 * @param lanes how far lanes are; empty where it is about something else
 * @param start from when on the account is read; {@code null} where it is about something else
 * @param until the hour before which everything is read, where it is the last one; {@code null}
 *     where it is about something else
 * @param records the records of the batch behind which the blob is
 * @param bytes how much room all this takes, about
 */
record Read(
    BlobMove blob,
    Map<Lane, LaneState> lanes,
    Instant start,
    Instant until,
    List<Outgoing> records,
    long bytes) {

  /** What of a blob changed. */
  record BlobMove(
      Lane lane, Instant hour, String name, long key, BlobProgress progress, BatchSummary batch) {}

  static Read of(BlobMove blob, List<Outgoing> records, long bytes) {
    return new Read(blob, Map.of(), null, null, records, bytes);
  }

  static Read of(Map<Lane, LaneState> lanes) {
    return new Read(null, lanes, null, null, List.of(), 0);
  }

  static Read of(Instant start) {
    return new Read(null, Map.of(), start, null, List.of(), 0);
  }

  static Read until(Instant until) {
    return new Read(null, Map.of(), null, until, List.of(), 0);
  }
}
