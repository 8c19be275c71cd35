package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tuples of the current record, in their order: where each begins, and the result for those
 * that were already split. An instance serves one record after another.
 */
final class Tuples {

  /**
   * How many tuples of a record are split ahead, so that a record of a million of them takes no
   * more memory for it; a minute of a busy interface has some hundreds.
   */
  private static final int MOST_SPLIT = 4096;

  private static final int ENDS_EACH = TupleField.COUNT + 1;

  private final Map<Integer, byte[]> noStrings = new HashMap<>();
  private int[] starts = new int[256];
  private long[] times = new long[256];
  private int[] ends = new int[256 * ENDS_EACH];
  private int count;

  void clear() {
    noStrings.clear();
    count = 0;
  }

  int count() {
    return count;
  }

  /** Adds a tuple by where the text behind its quote starts. */
  void add(int start) {
    makeRoom();
    if (count < times.length) {
      times[count] = FastTupleSplitter.UNUSUAL;
    }
    starts[count++] = start;
  }

  /** Adds what stands where a tuple should, and is no string. */
  void addNoString(byte[] text) {
    noStrings.put(count, text);
    add(0);
  }

  /**
   * Splits and adds usual tuples as long as each has another string behind it, with nothing but a
   * comma between them. So the last string of an array is never taken, nor what follows anything
   * else.
   *
   * @param from where the first begins, if there is one
   * @return where the first begins that was not taken; {@code from} where none was
   */
  int addUsual(byte[] text, int from) {
    int at = from;
    while (count < MOST_SPLIT && at < text.length && text[at] == '"') {
      makeRoom();
      int start = at + 1;
      long time = FastTupleSplitter.split(text, start, ends, count * ENDS_EACH);
      if (time < 0) {
        return at;
      }
      int quote = start + ends[count * ENDS_EACH + TupleField.COUNT];
      if (text[quote + 1] != ',' || text[quote + 2] != '"') {
        return at;
      }
      times[count] = time;
      starts[count++] = start;
      at = quote + 2;
    }
    return at;
  }

  private void makeRoom() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    if (count == times.length && count < MOST_SPLIT) {
      times = Arrays.copyOf(times, count * 2);
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
  }

  /** Where the text of a tuple starts, 0 for one that is no string. */
  int start(int ordinal) {
    return starts[ordinal];
  }

  /** What stands where this tuple should; {@code null} for one that is a string. */
  byte[] noString(int ordinal) {
    return noStrings.get(ordinal);
  }

  /** Reads a tuple of a VNet flow log, which must be a string; {@code null} if it is unreadable. */
  Flow read(TupleReader reader, FlowGroup group, int ordinal, byte[] text) throws IOException {
    return ordinal < times.length && times[ordinal] >= 0
        ? reader.read(
            group, ordinal, times[ordinal], text, starts[ordinal], ends, ordinal * ENDS_EACH)
        : reader.read(group, ordinal, text, starts[ordinal]);
  }
}
