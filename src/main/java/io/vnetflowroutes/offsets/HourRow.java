package io.vnetflowroutes.offsets;

import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The row of the blobs of one hour of a lane. Its blobs are packed while nobody asks for them. It
 * is for one thread at a time.
 */
public final class HourRow {

  private final int slot;
  private final Instant hour;
  private byte[] packed;

  /** {@code null} while packed. */
  private NavigableMap<Long, BlobProgress> blobs;

  private boolean changed;

  public HourRow(int slot, Instant hour, byte[] packed) {
    this.slot = slot;
    this.hour = hour;
    this.packed = packed;
  }

  public int slot() {
    return slot;
  }

  public Instant hour() {
    return hour;
  }

  public NavigableMap<Long, BlobProgress> blobs() {
    if (blobs == null) {
      blobs = HourCodec.unpack(hour, packed);
    }
    return blobs;
  }

  public boolean unpacked() {
    return blobs != null;
  }

  public void put(long key, BlobProgress progress) {
    blobs().put(key, progress);
    changed = true;
  }

  /** The row as an offset. */
  public Map<String, Object> offset() {
    if (changed) {
      packed = HourCodec.pack(hour, blobs);
      changed = false;
    }
    return Rows.ofHour(hour, packed);
  }

  /** How many bytes its blobs take in an offset, as when they were packed last. */
  long textBytes() {
    return (packed.length + 2L) / 3 * 4;
  }

  /** Keeps the packed blobs only. */
  public void pack() {
    offset();
    blobs = null;
  }
}
