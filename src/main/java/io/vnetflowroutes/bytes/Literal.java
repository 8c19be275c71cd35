package io.vnetflowroutes.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A constant short text, kept as machine words: a literal in a static final field is written
 * without a read from memory, because the compiler treats the fields of such records as constants.
 *
 * @param length how many bytes the text has, at most {@link #LONGEST}
 */
public record Literal(int length, long first, long second, long third) {

  /** How many bytes a literal has at most. */
  static final int LONGEST = 3 * Long.BYTES;

  /** The literal of a text in ASCII. */
  public static Literal of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("A literal has at most %d bytes".formatted(LONGEST));
    }
    byte[] words = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), LONGEST);
    return new Literal(
        text.length(),
        Swar.at(words, 0),
        Swar.at(words, Long.BYTES),
        Swar.at(words, 2 * Long.BYTES));
  }

  /** Writes the text; returns where it ends. The last word may run over by seven bytes. */
  public int put(byte[] to, int at) {
    Swar.put(first, to, at);
    if (length > Long.BYTES) {
      Swar.put(second, to, at + Long.BYTES);
    }
    if (length > 2 * Long.BYTES) {
      Swar.put(third, to, at + 2 * Long.BYTES);
    }
    return at + length;
  }
}
