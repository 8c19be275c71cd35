package io.vnetflowroutes.connect;

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
 * a time, and no row is ever deleted. Whoever uses it holds the lock of {@link OffsetRows}.
 */
final class LaneRows {

  private final Lane lane;
  private LaneState state;
  private final Map<Instant, HourRow> hours = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int slots;

  LaneRows(Lane lane, LaneState state, int slots, Collection<HourRow> rows) {
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

  Lane lane() {
    return lane;
  }

  LaneState state() {
    return state;
  }

  int slots() {
    return slots;
  }

  /** Takes what is known of the lane now, and gives up the slots of hours that are kept no more. */
  void state(LaneState now) {
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

  /** The row of an hour; {@code null} where there is none. */
  HourRow find(Instant hour) {
    return hours.get(hour);
  }

  /** The row of an hour, which gets a slot if it has none. */
  HourRow get(Instant hour) {
    return hours.computeIfAbsent(hour, first -> new HourRow(nextSlot(), first, new byte[0]));
  }

  private int nextSlot() {
    return free.isEmpty() ? slots++ : free.remove();
  }

  /** Takes over how far a blob is by the row of another lane, unless it is further by its own. */
  void fold(Instant hour, long key, BlobProgress other) {
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

  Map<String, Object> offset() {
    return state.offset(slots);
  }

  Collection<HourRow> hours() {
    return hours.values();
  }
}
