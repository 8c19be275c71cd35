package io.vnetflowroutes.offsets;

import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of one lane, as they are sent. An hour has a slot while it is kept how far its blobs
 * are, and then gives it to another hour, so that a lane has no more rows than it once had hours at
 * a time, and no row is ever deleted. It is for one thread at a time.
 */
public final class LaneRows {

  private final Lane lane;
  private LaneState state;
  private final Map<Instant, HourRow> hours = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int slots;

  public LaneRows(Lane lane, LaneState state, int slots, Collection<HourRow> rows) {
    this.lane = lane;
    this.state = state;
    this.slots = slots;
    for (int slot = 0; slot < slots; slot++) {
      free.add(slot);
    }
    for (HourRow row : rows) {
      if (keeps(row)) {
        hours.put(row.hour(), row);
        free.remove(row.slot());
      }
    }
  }

  private boolean keeps(HourRow row) {
    return state.keeps(row.hour().getEpochSecond());
  }

  public Lane lane() {
    return lane;
  }

  public LaneState state() {
    return state;
  }

  public int slots() {
    return slots;
  }

  /** Takes what is known of the lane now, and gives up the slots of hours that are kept no more. */
  public void state(LaneState now) {
    state = now;
    hours
        .values()
        .removeIf(
            row -> {
              boolean over = !keeps(row);
              if (over) {
                free.add(row.slot());
              }
              return over;
            });
  }

  /** The row of an hour; {@code null} if there is none. */
  public HourRow find(Instant hour) {
    return hours.get(hour);
  }

  /** The row of an hour, which gets a slot if it has none. */
  public HourRow get(Instant hour) {
    return hours.computeIfAbsent(hour, first -> new HourRow(nextSlot(), first, new byte[0]));
  }

  private int nextSlot() {
    return free.isEmpty() ? slots++ : free.remove();
  }

  /** Takes over how far a blob is by the row of another lane, unless it is further by its own. */
  public void fold(Instant hour, long key, BlobProgress other) {
    HourRow row = get(hour);
    BlobProgress own = row.blobs().get(key);
    if (own == null || isBehind(own, other)) {
      row.put(key, other);
    }
  }

  private static boolean isBehind(BlobProgress own, BlobProgress other) {
    if (own.edition() != other.edition()) {
      return own.edition() < other.edition();
    }
    return own.position() == other.position()
        ? own.at() < other.at()
        : own.position() < other.position();
  }

  public Map<String, Object> offset() {
    return state.offset(slots);
  }

  /** How many bytes the rows of its hours take as offsets: their names, and blobs as text. */
  public long bytes() {
    return hours.values().stream()
        .mapToLong(hour -> lane.row(hour.slot()).length() + hour.textBytes())
        .sum();
  }

  public Collection<HourRow> hours() {
    return hours.values();
  }
}
