package io.vnetflowroutes.derive;

import io.vnetflowroutes.bytes.Swar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads IPv4 addresses eight bytes at a time, without a branch that depends on the length of their
 * numbers. A text that it does not accept may still be an address: one of fewer than eight bytes,
 * such as {@code 1.1.1.1}, or one at the start of its array.
 */
// A branch that is guessed wrong costs more than what it saves here.
@SuppressWarnings("ShortCircuitBoolean")
final class FastIpv4Parser {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LONGEST = 15;
  private static final int MOST_DIGITS = 3;

  private static final long DOTS = '.' * Swar.EACH;
  private static final int FOUR_ZEROS = 0x30303030;

  /** A value that is not a number of an address. */
  private static final int NONE = 1 << 8;

  private FastIpv4Parser() {}

  /**
   * Reads the four bytes of an address in a range of a text; returns false if it is not sure, and
   * then the bytes are undefined.
   */
  static boolean read(byte[] text, int from, int to, byte[] into) {
    int length = to - from;
    if (length < Long.BYTES | length > LONGEST | from < Integer.BYTES) {
      return false;
    }
    long head = Swar.at(text, from);
    long tail = Swar.at(text, to - Long.BYTES);
    long dotsInHead = Swar.same(head, DOTS);
    long dotsInTail = Swar.same(tail, DOTS);
    int dots = Swar.bits(dotsInHead) | Swar.bits(dotsInTail) << (length - Long.BYTES);
    if (Integer.bitCount(dots) != 3
        || Swar.noDigits(head) != dotsInHead
        || Swar.noDigits(tail) != dotsInTail) {
      return false;
    }
    int first = Integer.numberOfTrailingZeros(dots);
    int second = Integer.numberOfTrailingZeros(dots & (dots - 1));
    int third = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(dots);
    int one = number(text, from, 0, first);
    int two = number(text, from, first + 1, second);
    int three = number(text, from, second + 1, third);
    int four = number(text, from, third + 1, length);
    into[0] = (byte) one;
    into[1] = (byte) two;
    into[2] = (byte) three;
    into[3] = (byte) four;
    return (one | two | three | four) < NONE;
  }

  /**
   * A number of one to three digits without a needless zero, from the four bytes that end with it.
   */
  private static int number(byte[] text, int start, int from, int to) {
    int digits = to - from;
    int four = (int) INTS.get(text, start + to - Integer.BYTES) ^ FOUR_ZEROS;
    int own = four & (-1 << (Integer.SIZE - digits * Byte.SIZE));
    int number = (own >>> 8 & 0xff) * 100 + (own >>> 16 & 0xff) * 10 + (own >>> 24);
    int least = digits == 1 ? 0 : digits == 2 ? 10 : 100;
    boolean good = digits >= 1 & digits <= MOST_DIGITS & number >= least & number < NONE;
    return good ? number : NONE;
  }
}
