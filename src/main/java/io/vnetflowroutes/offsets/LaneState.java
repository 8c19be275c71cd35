package io.vnetflowroutes.offsets;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a lane is. Times are in seconds since 1970.
 *
 * @param done the hour before which all is done; negative where nothing is known of the lane
 * @param newest the newest hour of which a blob was read; negative for none
 * @param forgotten the hour before which it is not kept how far blobs are
 * @param changing the hours to list again, as a blob in them changed shortly before
 */
public record LaneState(long done, long newest, long forgotten, Set<Long> changing) {

  /** The state of a lane that was never read. */
  public static final LaneState NONE = new LaneState(-1, -1, 0, Set.of());

  /** How much longer it is kept how far blobs are than hours are listed again. */
  public static final Duration SPARE = Duration.ofHours(4);

  private static final String DONE = "done";
  private static final String NEWEST = "newest";
  private static final String FORGOTTEN = "forgotten";
  private static final String CHANGING = "changing";

  public LaneState {
    changing = Set.copyOf(changing);
  }

  /** Reads what {@link #offset} has written. */
  public static LaneState of(Map<String, ?> offset) {
    Set<Long> changing =
        Arrays.stream(String.valueOf(offset.get(CHANGING)).split(" ", -1))
            .filter(hour -> !hour.isEmpty())
            .map(Long::valueOf)
            .collect(Collectors.toSet());
    return new LaneState(
        Rows.number(offset, DONE),
        Rows.number(offset, NEWEST),
        Rows.number(offset, FORGOTTEN),
        changing);
  }

  /** The state as an offset: numbers and text, which JSON keeps as they are. */
  public Map<String, Object> offset(int slots) {
    Map<String, Object> offset = new LinkedHashMap<>();
    offset.put(Rows.VERSION, Rows.THIS_VERSION);
    offset.put(DONE, done);
    offset.put(NEWEST, newest);
    offset.put(FORGOTTEN, forgotten);
    offset.put(
        CHANGING,
        new TreeSet<>(changing).stream().map(String::valueOf).collect(Collectors.joining(" ")));
    offset.put(Rows.SLOTS, (long) slots);
    return offset;
  }

  public boolean known() {
    return done >= 0;
  }

  /** Whether it is kept how far the blobs of an hour are. */
  public boolean keeps(long hour) {
    return hour >= forgotten || changing.contains(hour);
  }

  public LaneState withDone(long hour, long forgottenBefore) {
    return new LaneState(hour, newest, Math.max(forgotten, forgottenBefore), changing);
  }

  public LaneState withNewest(long hour) {
    return new LaneState(done, Math.max(newest, hour), forgotten, changing);
  }

  public LaneState withChanging(Set<Long> hours) {
    return new LaneState(done, newest, forgotten, hours);
  }

  /** The state that holds for both of two lanes. */
  public LaneState and(LaneState other) {
    return with(other, Math.min(done, other.done), Math.min(forgotten, other.forgotten));
  }

  /** The state of one lane that is known from two sides. */
  public LaneState or(LaneState other) {
    LaneState further = done >= other.done ? this : other;
    return with(other, further.done, further.forgotten);
  }

  private LaneState with(LaneState other, long doneNow, long forgottenNow) {
    Set<Long> hours = new TreeSet<>(changing);
    hours.addAll(other.changing);
    return new LaneState(doneNow, Math.max(newest, other.newest), forgottenNow, hours);
  }
}
