package io.vnetflowroutes.bytes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Distinguishes UTF-8 from other bytes. JSON parsers accept more as UTF-8: overlong encodings, such
 * as a comma of two bytes, and halves of surrogate pairs.
 */
public final class Utf8 {

  private static final int CHARS = 1024;

  private Utf8() {}

  /** Whether a range of bytes is UTF-8. */
  public static boolean is(byte[] bytes, int from, int length) {
    int ascii = from;
    int to = from + length;
    while (ascii <= to - Long.BYTES && Swar.beyondAscii(Swar.at(bytes, ascii)) == 0) {
      ascii += Long.BYTES;
    }
    while (ascii < to && bytes[ascii] >= 0) {
      ascii++;
    }
    return ascii == to || decodes(ByteBuffer.wrap(bytes, ascii, to - ascii));
  }

  private static boolean decodes(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(CHARS);
    CoderResult result;
    do {
      chars.clear();
      result = decoder.decode(bytes, chars, true);
    } while (result.isOverflow());
    return !result.isError();
  }
}
