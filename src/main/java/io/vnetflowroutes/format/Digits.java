package io.vnetflowroutes.format;

/** Writes numbers in decimal digits. */
final class Digits {

  /** Both digits of the numbers below 100, one behind the other. */
  private static final byte[] PAIRS = new byte[200];

  static {
    for (int number = 0; number < 100; number++) {
      PAIRS[2 * number] = (byte) ('0' + number / 10);
      PAIRS[2 * number + 1] = (byte) ('0' + number % 10);
    }
  }

  private Digits() {}

  /** Writes a number that is not negative; returns where it ends. */
  static int put(long number, byte[] to, int at) {
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
  static void putTwo(int number, byte[] to, int at) {
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
