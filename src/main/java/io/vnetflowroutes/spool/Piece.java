package io.vnetflowroutes.spool;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A part of what goes together that is sent as one message.
 *
 * @param key the name of the message
 * @param ranges the places of the whole that it has: the begin and the end of each range; empty for
 *     all
 */
public record Piece(String key, int[] ranges) {

  /** Everything that goes together, as one message. */
  public static Piece whole(String key) {
    return new Piece(key, new int[0]);
  }

  /** Whether it has a place. */
  public boolean has(int place) {
    int found = Arrays.binarySearch(ranges, place);
    // Ranges begin at even indexes; any other place is after a begin, in the range or not.
    return ranges.length == 0 || (found >= 0 ? found : -found) % 2 == 0;
  }

  /** Its places one by one, and the end of the last one; none if it has all. */
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
