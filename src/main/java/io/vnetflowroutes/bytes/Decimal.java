package io.vnetflowroutes.bytes;

/**
 * Reads decimal digits, eight per step. With one byte per step, the processor predicts the number
 * of digits and is wrong too often.
 */
public final class Decimal {

  private static final long ZEROS = '0' * Swar.EACH;
  private static final long EIGHT_DIGITS = 100_000_000L;

  private Decimal() {}

  /** The number that a range of a text is, which must be digits only; 0 for none of them. */
  public static long of(byte[] text, int from, int to) {
    int length = to - from;
    if (length > Long.BYTES) {
      int last = to - Long.BYTES;
      return of(text, from, last) * EIGHT_DIGITS + ofEight(Swar.at(text, last));
    }
    if (length <= 0 || to < Long.BYTES) {
      return byByte(text, from, to);
    }
    long before = -1L << (Long.SIZE - length * Byte.SIZE);
    long eight = Swar.at(text, to - Long.BYTES);
    return ofEight((eight & before) | (ZEROS & ~before));
  }

  /** The number that eight digits are, of which the first is the lowest byte. */
  public static long ofEight(long digits) {
    long eight = digits ^ ZEROS;
    long pairs = eight * 10 + (eight >>> 8);
    long even = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
    long odd = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
    return (even + odd) >>> 32;
  }

  private static long byByte(byte[] text, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + text[at] - '0';
    }
    return number;
  }
}
