package io.vnetflowroutes.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of bytes that formats write UTF-8 text into. Unlike {@code ByteArrayOutputStream}
 * it is not synchronized and lets its array be read in place. It belongs to one thread.
 */
public final class ByteOutput {

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LONG = 20;
  private static final byte[] NEXT_LINE = {(byte) 0xc2, (byte) 0x85};

  /**
   * The first bytes of the separators of lines and of paragraphs; the last one distinguishes them.
   */
  private static final byte[] SEPARATOR = {(byte) 0xe2, (byte) 0x80};

  private static final int LINE = 0xa8;
  private static final int PARAGRAPH = 0xa9;

  /** Which bytes may be the first of something that does not stand in JSON as it is. */
  private static final boolean[] MAY_NEED_ESCAPE = new boolean[256];

  static {
    Arrays.fill(MAY_NEED_ESCAPE, 0, ' ', true);
    for (int b : new int[] {'"', '\\', 0x7f, NEXT_LINE[0], SEPARATOR[0]}) {
      MAY_NEED_ESCAPE[b & 0xff] = true;
    }
  }

  private byte[] bytes;
  private int size;

  public ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Forgets what was written behind a size. */
  public void truncate(int to) {
    size = to;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The array in use; its first {@link #size} bytes are what was written. */
  public byte[] array() {
    return bytes;
  }

  /** The array in use, with room for so many bytes behind those written; for {@link #end}. */
  public byte[] room(int more) {
    reserve(more);
    return bytes;
  }

  /** Says up to where the array was written by other hands. */
  public void end(int at) {
    size = at;
  }

  /** Writes one byte. */
  public ByteOutput put(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
    return this;
  }

  /** Writes bytes as they are. */
  public ByteOutput put(byte[] from) {
    return put(from, 0, from.length);
  }

  /** Writes a range of bytes as they are. */
  public ByteOutput put(byte[] from, int start, int length) {
    reserve(length);
    ByteCopy.copy(from, start, bytes, size, length);
    size += length;
    return this;
  }

  /** Writes text in UTF-8. */
  public ByteOutput put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a number that is not negative in decimal digits. */
  public ByteOutput putDecimal(long number) {
    reserve(LONGEST_LONG);
    size = Digits.put(number, bytes, size);
    return this;
  }

  /** Writes text as a JSON string with its quotes and escapes, or {@code null} for none. */
  public ByteOutput putJsonString(String text) {
    if (text == null) {
      return put(NULL);
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    put('"');
    putJsonEscaped(utf8, 0, utf8.length);
    return put('"');
  }

  /**
   * Writes UTF-8 text without quotes, with escapes for what JSON escapes and for what some readers
   * of lines take for the end of one: U+0085, U+2028 and U+2029.
   */
  public ByteOutput putJsonEscaped(byte[] utf8, int from, int to) {
    for (int i = from; i < to; i++) {
      int end = endOfPlain(utf8, i, to);
      put(utf8, i, end - i);
      i = end;
      if (end == to) {
        break;
      }
      byte b = utf8[end];
      if (b == '"' || b == '\\') {
        put('\\').put(b);
      } else if (b >= 0) {
        put('\\').put('u').put('0').put('0').put(HEX[b >> 4]).put(HEX[b & 0xf]);
      } else {
        i += putPerhapsLineEnd(utf8, end, to);
      }
    }
    return this;
  }

  /** Where the bytes end that stand in JSON as they are. */
  private static int endOfPlain(byte[] utf8, int from, int to) {
    int at = from;
    while (at < to && !MAY_NEED_ESCAPE[utf8[at] & 0xff]) {
      at++;
    }
    return at;
  }

  /**
   * Writes a byte, or the escape of the line end that starts with it; returns what else it took.
   */
  private int putPerhapsLineEnd(byte[] utf8, int at, int to) {
    int more = afterLineEnd(utf8, at, to);
    if (more == 0) {
      put(utf8[at]);
    } else if (more == 1) {
      put("\\u0085".getBytes(StandardCharsets.US_ASCII));
    } else {
      boolean line = (utf8[at + 2] & 0xff) == LINE;
      put((line ? "\\u2028" : "\\u2029").getBytes(StandardCharsets.US_ASCII));
    }
    return more;
  }

  /**
   * How many bytes follow the first one of a line end beyond ASCII, U+0085, U+2028 or U+2029; 0
   * where there is none.
   */
  public static int afterLineEnd(byte[] utf8, int at, int to) {
    if (Arrays.equals(utf8, at, Math.min(to, at + 2), NEXT_LINE, 0, 2)) {
      return 1;
    }
    if (at + 2 < to && Arrays.equals(utf8, at, at + 2, SEPARATOR, 0, 2)) {
      int last = utf8[at + 2] & 0xff;
      return last == LINE || last == PARAGRAPH ? 2 : 0;
    }
    return 0;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
