package io.vnetflowroutes.parquet;

import java.util.Arrays;

/**
 * Small numbers in order, kept as runs of the same number: values that a whole record or file
 * shares take no room per row.
 */
final class Runs {

  private static final int FIRST_ROOM = 64;

  private int[] values = new int[FIRST_ROOM];
  private int[] counts = new int[FIRST_ROOM];
  private int size;
  private int last = -1;
  private int total;

  void clear() {
    size = 0;
    last = -1;
    total = 0;
  }

  /** Adds a number that is not negative, one or more times. */
  void add(int value, int count) {
    total += count;
    if (value == last) {
      counts[size - 1] += count;
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    last = value;
    values[size] = value;
    counts[size++] = count;
  }

  /** How many runs there are. */
  int size() {
    return size;
  }

  /** How many numbers there are. */
  int total() {
    return total;
  }

  int value(int run) {
    return values[run];
  }

  int count(int run) {
    return counts[run];
  }

  /** How many bytes of memory they take. */
  long held() {
    return 2L * Integer.BYTES * size;
  }
}
