package io.vnetflowroutes.spool;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A part of what goes together that is sent by itself.
 *
 * @param key the name of the message
 * @param ranges which places of the whole it has: where each run of them begins and where it ends;
 *     empty for all
 */
public record Piece(String key, int[] ranges) {

  /** All that goes together. */
  public static Piece whole(String key) {
    return new Piece(key, new int[0]);
  }

  /** Whether it has a place. */
  public boolean has(int place) {
    int found = Arrays.binarySearch(ranges, place);
    // Ranges begin at the even numbers; a place that is not among them is behind one or in one.
    return ranges.length == 0 || (found >= 0 ? found : -found) % 2 == 0;
  }

  /** Its places one by one, and where the last of them ends; none where it has all. */
  public int[] places() {
    IntStream.Builder places = IntStream.builder();
    for (int i = 0; i < ranges.length; i += 2) {
      IntStream.range(ranges[i], ranges[i + 1]).forEach(places);
    }
    if (ranges.length > 0) {
      places.add(ranges[ranges.length - 1]);
    }
    return places.build().toArray();
  }
}
