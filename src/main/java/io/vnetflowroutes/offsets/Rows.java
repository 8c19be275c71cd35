package io.vnetflowroutes.offsets;

import io.vnetflowroutes.poll.ProgressException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The form of the rows that Connect keeps as offsets. Each has a partition with a single entry: of
 * several, the runtime keeps the order in which a JVM happens to hold them, so that another JVM
 * does not find them again. No row ever gets no offset at all: with exactly-once support, such a
 * one would commit records without their offsets. Values are numbers and text, as the runtime keeps
 * them as JSON.
 */
public final class Rows {

  public static final String VERSION = "v";
  public static final long THIS_VERSION = 1;
  public static final String SLOTS = "slots";

  /** More rows of hours than any lane has. */
  static final int MOST_SLOTS = 10_000;

  private static final long HOUR_SECONDS = 3600;
  private static final String ROW = "row";
  private static final String HOUR = "hour";
  private static final String BLOBS = "blobs";
  private static final String START = "start";

  private Rows() {}

  /** The partition of a row. */
  public static Map<String, String> partition(String row) {
    return Map.of(ROW, row);
  }

  /** The row of a partition; {@code null} where it is none of ours. */
  public static String row(Map<String, ?> partition) {
    return partition.size() == 1 && partition.get(ROW) instanceof String row ? row : null;
  }

  public static Map<String, Object> ofStart(Instant start) {
    return new TreeMap<>(Map.of(VERSION, THIS_VERSION, START, start.getEpochSecond()));
  }

  public static Instant start(Map<String, ?> offset) {
    return Instant.ofEpochSecond(number(offset, START));
  }

  /** The blobs of an hour, packed. */
  public static Map<String, Object> ofHour(Instant hour, byte[] packed) {
    Map<String, Object> offset = new LinkedHashMap<>();
    offset.put(VERSION, THIS_VERSION);
    offset.put(HOUR, hour.getEpochSecond());
    offset.put(BLOBS, Base64.getEncoder().encodeToString(packed));
    return offset;
  }

  public static Instant hour(Map<String, ?> offset) {
    return Instant.ofEpochSecond(number(offset, HOUR));
  }

  public static byte[] packed(Map<String, ?> offset) {
    if (offset.get(BLOBS) instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new ProgressException("'blobs' of an offset is not Base64 text", e);
      }
    }
    throw new ProgressException("An offset has no 'blobs'");
  }

  /** A number of an offset. */
  public static long number(Map<String, ?> offset, String name) {
    if (offset.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new ProgressException(
        "An offset is " + offset.keySet() + ", but must have a number '" + name + "'");
  }

  /** A clock may be a little ahead of another one. */
  private static long latest() {
    return Instant.now().plus(1, ChronoUnit.DAYS).getEpochSecond();
  }

  private static void within(Map<String, ?> offset, String name, long least, long most) {
    long value = number(offset, name);
    if (value < least || value > most) {
      throw new ProgressException(
          "'%s' is %d, but must be %d to %d".formatted(name, value, least, most));
    }
  }

  /** Hours are whole; -1 is none, if that is the least. */
  private static void hour(String name, long second, long least) {
    boolean whole = second % HOUR_SECONDS == 0 || second == least;
    if (!whole || second < least || second > latest()) {
      throw new ProgressException(
          "'%s' is %d, but must be the first second of an hour since 1970%s"
              .formatted(name, second, least < 0 ? ", or -1 for none" : ""));
    }
  }

  /**
   * Holds what a person writes to the form.
   *
   * @throws ProgressException if a task cannot read it
   */
  public static void check(String row, Map<String, ?> offset) {
    if (number(offset, VERSION) != THIS_VERSION) {
      throw new ProgressException("'v' of an offset must be " + THIS_VERSION);
    }
    if (row.startsWith("start\n")) {
      within(offset, START, 0, latest());
    } else if (row.startsWith("lane\n")) {
      LaneState state = LaneState.of(offset);
      hour("done", state.done(), -1);
      hour("newest", state.newest(), -1);
      within(offset, "forgotten", 0, latest());
      state.changing().forEach(changing -> hour("changing", changing, 0));
      within(offset, SLOTS, 0, MOST_SLOTS);
    } else {
      hour(HOUR, number(offset, HOUR), 0);
      try {
        HourCodec.unpack(hour(offset), packed(offset));
      } catch (IllegalArgumentException e) {
        throw new ProgressException("'blobs' of an offset cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
