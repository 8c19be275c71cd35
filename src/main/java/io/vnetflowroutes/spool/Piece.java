package io.vnetflowroutes.spool;

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
    for (int i = 0; i < ranges.length; i += 2) {
      if (place >= ranges[i] && place < ranges[i + 1]) {
        return true;
      }
    }
    return ranges.length == 0;
  }
}
