package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.TupleField;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A tuple of a VNet flow log that looks as Azure writes nearly all of them: its fields are found
 * and checked eight bytes a step, with hardly a branch that depends on their lengths. Any other is
 * not judged here but by {@link TupleReader}, with care and a reason; what this one takes, that one
 * takes with the same result.
 */
// A branch that is guessed wrong costs more than what it saves here.
@SuppressWarnings("ShortCircuitBoolean")
final class UsualTuple {

  /** How many bytes are looked at; a tuple nearer to the end of its array is not usual. */
  static final int ROOM = 128;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int UNUSUAL = -1;
  private static final int LAST = TupleField.COUNT - 1;
  private static final int TIME_DIGITS = 13;
  private static final long FIRST_MILLIS = 1_000_000_000_000L;
  private static final int PORT_DIGITS = 5;
  private static final int PROTOCOL_DIGITS = 3;
  private static final int COUNTER_DIGITS = 18;

  /** The five bytes {@code 65535}, read as one number. */
  private static final long LAST_PORT = 0x3635353335L;

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x7f * EACH;

  private UsualTuple() {}

  /**
   * Splits the text from a tuple's first byte to its closing quote, which must be there.
   *
   * @param ends takes where each field ends, then where the tuple ends, counted from {@code start}
   * @return the time in milliseconds since 1970, or -1 for a tuple that is not of the usual kind
   */
  static long split(byte[] text, int start, int[] ends) {
    if (start + ROOM > text.length || !commas(text, start, ends)) {
      return UNUSUAL;
    }
    int end = start + ends[LAST - 1] + 1;
    while (isDigit(text[end])) {
      end++;
    }
    ends[LAST] = end - start;
    ends[TupleField.COUNT] = end - start;
    long near = digits(text, start);
    long far = ends[LAST] > Long.SIZE ? digits(text, start + Long.SIZE) : 0;
    boolean usual =
        text[end] == '"'
            & ends[0] == TIME_DIGITS
            & number(text, start, 0, ends[0], near, far, 1, TIME_DIGITS)
            & address(text, start + ends[0] + 1, start + ends[1])
            & address(text, start + ends[1] + 1, start + ends[2])
            & port(text, start, ends[2] + 1, ends[3], near, far)
            & port(text, start, ends[3] + 1, ends[4], near, far)
            & number(text, start, ends[4] + 1, ends[5], near, far, 1, PROTOCOL_DIGITS);
    usual = usual && word(text, start + ends[5] + 1, start + ends[8]);
    for (int field = 9; field < TupleField.COUNT; field++) {
      usual &= number(text, start, ends[field - 1] + 1, ends[field], near, far, 0, COUNTER_DIGITS);
    }
    long time = usual ? time(text, start) : UNUSUAL;
    return time >= FIRST_MILLIS ? time : UNUSUAL;
  }

  /** Notes where the first twelve commas are; whether there are so many within {@link #ROOM}. */
  private static boolean commas(byte[] text, int start, int[] ends) {
    int base = 0;
    long rest = commas(text, start);
    for (int field = 0; field < LAST; field++) {
      if (rest == 0) {
        rest = base == 0 ? commas(text, start + Long.SIZE) : 0;
        base = Long.SIZE;
        if (rest == 0) {
          return false;
        }
      }
      ends[field] = base + Long.numberOfTrailingZeros(rest);
      rest &= rest - 1;
    }
    return true;
  }

  /** Which of 64 bytes are commas, a bit each. */
  private static long commas(byte[] text, int from) {
    long found = 0;
    for (int at = 0; at < Long.SIZE; at += Long.BYTES) {
      found |= gather(equal((long) LONGS.get(text, from + at), ',')) << at;
    }
    return found;
  }

  /** Which of 64 bytes are digits, a bit each. */
  private static long digits(byte[] text, int from) {
    long found = 0;
    for (int at = 0; at < Long.SIZE; at += Long.BYTES) {
      found |= gather(between((long) LONGS.get(text, from + at), '0', '9')) << at;
    }
    return found;
  }

  /** The high bit of each byte that is this letter, all other bits 0. */
  private static long equal(long eight, char letter) {
    long other = (eight & LOW_BITS) ^ (letter * EACH);
    return ~((other + LOW_BITS) | eight) & HIGH_BITS;
  }

  /** The high bit of each byte from one ASCII letter to another, all other bits 0. */
  private static long between(long eight, char first, char last) {
    long low = eight & LOW_BITS;
    return (low + (0x80 - first) * EACH) & ~(low + (0x7f - last) * EACH) & ~eight & HIGH_BITS;
  }

  /** The high bits of eight bytes as the eight low bits of a number. */
  private static long gather(long highBits) {
    return ((highBits >>> 7) * 0x0102040810204080L) >>> 56;
  }

  /** Whether a field has digits only, so many, and no needless zero in front. */
  private static boolean number(
      byte[] text, int start, int from, int to, long near, long far, int least, int most) {
    int length = to - from;
    long here =
        from >= Long.SIZE ? far >>> from : (near >>> from) | (far << 1 << (Long.SIZE - 1 - from));
    long all = (1L << length) - 1;
    return length >= least
        & length <= most
        & (here & all) == all
        & (text[start + from] != '0' | length <= 1);
  }

  private static boolean port(byte[] text, int start, int from, int to, long near, long far) {
    long first = Long.reverseBytes((long) LONGS.get(text, start + from)) >>> 24;
    return number(text, start, from, to, near, far, 1, PORT_DIGITS)
        & (to - from < PORT_DIGITS | first <= LAST_PORT);
  }

  /** Whether a field has letters of addresses only, and at least one. */
  private static boolean address(byte[] text, int from, int to) {
    int length = to - from;
    if (length >= Long.BYTES - 1 && length <= 2 * Long.BYTES) {
      // A comma beside a short one is taken in; within a field there is none.
      long first = (long) LONGS.get(text, from);
      long last = (long) LONGS.get(text, to - Long.BYTES);
      return (addressLetters(first) & addressLetters(last)) == HIGH_BITS;
    }
    for (int at = from; at < to; at++) {
      if (addressLetters((text[at] & 0xffL) * EACH) != HIGH_BITS || text[at] == ',') {
        return false;
      }
    }
    return length > 0;
  }

  private static long addressLetters(long eight) {
    long letters = eight | 0x20 * EACH;
    return between(eight, '0', ':')
        | between(letters, 'a', 'f')
        | equal(eight, '.')
        | equal(eight, ',');
  }

  /** Whether nothing in fields of letters needs a closer look; the commas between them do not. */
  private static boolean word(byte[] text, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = text[at];
      if (b <= ' ' || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  /** The number that thirteen digits are. */
  private static long time(byte[] text, int start) {
    long eight = (long) LONGS.get(text, start) - '0' * EACH;
    long pairs = eight * 10 + (eight >>> 8);
    long even = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
    long odd = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
    long time = (even + odd) >>> 32;
    for (int at = start + Long.BYTES; at < start + TIME_DIGITS; at++) {
      time = time * 10 + text[at] - '0';
    }
    return time;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
