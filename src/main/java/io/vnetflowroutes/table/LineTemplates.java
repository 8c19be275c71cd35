package io.vnetflowroutes.table;

import java.util.Arrays;

/**
 * The templates of a group's kinds of flows: a hash table without key objects, because it is read
 * for each flow. If there are too many kinds, it forgets all of them.
 */
final class LineTemplates {

  private static final int MOST = 64;
  private static final int PLACES = 4 * MOST;
  private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

  private final long[] kinds = new long[PLACES];
  private final LineTemplate[] frames = new LineTemplate[PLACES];
  private int size;

  /** The template of a kind; {@code null} if there is none yet. */
  LineTemplate get(long kind) {
    return frames[place(kind)];
  }

  /** Adds the template of a kind that has none. */
  void put(long kind, LineTemplate frame) {
    if (size == MOST) {
      Arrays.fill(frames, null);
      size = 0;
    }
    int place = place(kind);
    kinds[place] = kind;
    frames[place] = frame;
    size++;
  }

  /** The place of a kind, or free room for it. */
  private int place(long kind) {
    int place = (int) ((kind * MIX) >>> 32) & (PLACES - 1);
    while (frames[place] != null && kinds[place] != kind) {
      place = (place + 1) & (PLACES - 1);
    }
    return place;
  }
}
