package io.vnetflowroutes.parquet;

import java.util.Arrays;

/** Numbers each distinct number in the order in which they first come. */
final class LongIndex {

  private static final long MIX = 0x9e3779b97f4a7c15L;

  private long[] keys = new long[1024];
  private int[] places = new int[1024];
  private long[] distinct = new long[512];
  private int size;
  private int shift;

  /** Forgets all, and makes room for this many distinct numbers. */
  void clear(int most) {
    int room = Integer.highestOneBit(Math.max(most, 256) - 1) << 2;
    if (keys.length < room) {
      keys = new long[room];
      places = new int[room];
      distinct = new long[room / 2];
    } else {
      Arrays.fill(places, 0);
    }
    shift = Long.SIZE - Integer.numberOfTrailingZeros(keys.length);
    size = 0;
  }

  /** The number's place among the distinct ones. */
  int place(long number) {
    int at = (int) ((number * MIX) >>> shift);
    while (places[at] != 0) {
      if (keys[at] == number) {
        return places[at] - 1;
      }
      at = (at + 1) & (keys.length - 1);
    }
    keys[at] = number;
    distinct[size++] = number;
    places[at] = size;
    return size - 1;
  }

  int size() {
    return size;
  }

  long number(int place) {
    return distinct[place];
  }
}
