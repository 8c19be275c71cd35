package io.vnetflowroutes.connect;

import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The row of the blobs of one hour of a lane. Its blobs are packed while nobody asks for them.
 * Whoever uses it holds the lock of {@link OffsetRows}.
 */
final class HourRow {

  private final int slot;
  private final Instant hour;
  private byte[] packed;

  /** {@code null} while packed. */
  private NavigableMap<Long, BlobProgress> blobs;

  private boolean changed;

  HourRow(int slot, Instant hour, byte[] packed) {
    this.slot = slot;
    this.hour = hour;
    this.packed = packed;
  }

  int slot() {
    return slot;
  }

  Instant hour() {
    return hour;
  }

  NavigableMap<Long, BlobProgress> blobs() {
    if (blobs == null) {
      blobs = HourCodec.unpack(hour, packed);
    }
    return blobs;
  }

  boolean unpacked() {
    return blobs != null;
  }

  void put(long key, BlobProgress progress) {
    blobs().put(key, progress);
    changed = true;
  }

  /** The row as an offset. */
  Map<String, Object> offset() {
    if (changed) {
      packed = HourCodec.pack(hour, blobs);
      changed = false;
    }
    return Rows.ofHour(hour, packed);
  }

  /** Keeps the packed blobs only. */
  void pack() {
    offset();
    blobs = null;
  }
}
