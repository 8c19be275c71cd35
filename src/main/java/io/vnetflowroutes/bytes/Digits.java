package io.vnetflowroutes.bytes;

/** Writes numbers in decimal digits. */
public final class Digits {

  /** Both digits of the numbers below 100, one behind the other. */
  private static final byte[] PAIRS = new byte[200];

  private static final long ZEROS = '0' * Swar.EACH;

  /** From here on a number has more than eight digits. */
  private static final long NINE_DIGITS = 100_000_000;

  static {
    for (int number = 0; number < 100; number++) {
      PAIRS[2 * number] = (byte) ('0' + number / 10);
      PAIRS[2 * number + 1] = (byte) ('0' + number % 10);
    }
  }

  private Digits() {}

  /**
   * Writes a number that is not negative; returns where it ends. Up to seven bytes are written
   * behind it.
   */
  public static int put(long number, byte[] to, int at) {
    return number < NINE_DIGITS ? putEight(number, to, at) : putPairs(number, to, at);
  }

  /** All eight digits are made at once, and those in front dropped that are not needed. */
  private static int putEight(long number, byte[] to, int at) {
    long fours = (number / 10_000) | ((number % 10_000) << 32);
    long hundreds = ((fours * 10_486) >>> 20) & 0x0000_007f_0000_007fL;
    long twos = hundreds | ((fours - 100 * hundreds) << 16);
    long tens = ((twos * 103) >>> 10) & 0x000f_000f_000f_000fL;
    long digits = tens | ((twos - 10 * tens) << 8);
    int needless = Math.min(Long.numberOfTrailingZeros(digits) / Byte.SIZE, Long.BYTES - 1);
    Swar.put((digits | ZEROS) >>> (needless * Byte.SIZE), to, at);
    return at + Long.BYTES - needless;
  }

  private static int putPairs(long number, byte[] to, int at) {
    int end = at + count(number);
    int from = end;
    long rest = number;
    for (; rest >= 100; rest /= 100) {
      from -= 2;
      putTwo((int) (rest % 100), to, from);
    }
    if (rest >= 10) {
      putTwo((int) rest, to, from - 2);
    } else {
      to[from - 1] = (byte) ('0' + rest);
    }
    return end;
  }

  /** Writes a number below 100 in two digits. */
  public static void putTwo(int number, byte[] to, int at) {
    to[at] = PAIRS[2 * number];
    to[at + 1] = PAIRS[2 * number + 1];
  }

  private static int count(long number) {
    int digits = 1;
    long power = 10;
    while (digits < 19 && number >= power) {
      power *= 10;
      digits++;
    }
    return digits;
  }
}
