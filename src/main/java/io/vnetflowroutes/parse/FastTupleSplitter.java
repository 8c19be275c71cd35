package io.vnetflowroutes.parse;

import io.vnetflowroutes.bytes.Decimal;
import io.vnetflowroutes.bytes.Swar;
import io.vnetflowroutes.flow.TupleField;

/**
 * Splits a tuple of a VNet flow log in the form in which Azure writes nearly all of them. It finds
 * and checks the fields eight bytes at a time, with hardly a branch that depends on their lengths.
 * {@link TupleReader} reads all other tuples, with care and a reason; for a tuple that this class
 * accepts, both have the same result.
 */
// A branch that is guessed wrong costs more than what it saves here.
@SuppressWarnings("ShortCircuitBoolean")
final class FastTupleSplitter {

  /** The result for a tuple in another form, instead of a time. */
  static final int UNUSUAL = -1;

  private static final int SRC_IP = TupleField.SRC_IP.position();
  private static final int DST_IP = TupleField.DST_IP.position();
  private static final int SRC_PORT = TupleField.SRC_PORT.position();
  private static final int DST_PORT = TupleField.DST_PORT.position();
  private static final int PROTOCOL = TupleField.PROTOCOL.position();
  private static final int DIRECTION = TupleField.DIRECTION.position();
  private static final int ENCRYPTION = TupleField.ENCRYPTION.position();
  private static final int PACKETS_SENT = TupleField.PACKETS_SENT.position();
  private static final int BYTES_RECEIVED = TupleField.BYTES_RECEIVED.position();
  private static final int TIME_DIGITS = 13;
  private static final long FIRST_MILLIS = 1_000_000_000_000L;
  private static final int ADDRESS_BYTES = 40;
  private static final int WORD_BYTES = 20;
  private static final int PORT_DIGITS = 5;
  private static final int PROTOCOL_DIGITS = 3;
  private static final int COUNTER_DIGITS = 18;

  /**
   * The most bytes that it reads: all fields at their longest with their separators, and the bytes
   * beyond the last one that it or {@link Tuples} may read. It does not accept a tuple nearer to
   * the end of its array.
   */
  static final int ROOM =
      TIME_DIGITS
          + 2 * ADDRESS_BYTES
          + 2 * PORT_DIGITS
          + PROTOCOL_DIGITS
          + 3 * WORD_BYTES
          + 4 * COUNTER_DIGITS
          + TupleField.COUNT
          + Long.BYTES;

  /** The five bytes {@code 65535}, read as one number. */
  private static final long LAST_PORT = 0x3635353335L;

  private static final long DOTS = '.' * Swar.EACH;

  private FastTupleSplitter() {}

  /**
   * Splits the text from a tuple's first byte to its closing quote.
   *
   * @param ends receives the end of each field, then that of the tuple, counted from {@code start}
   * @param first the index in {@code ends} of the first field's end
   * @return the time in milliseconds since 1970, or -1 for a tuple in another form
   */
  static long split(byte[] text, int start, int[] ends, int first) {
    if (start + ROOM > text.length) {
      return UNUSUAL;
    }
    long time = time(text, start);
    if (time < FIRST_MILLIS | text[start + TIME_DIGITS] != ',') {
      return UNUSUAL;
    }
    ends[first] = TIME_DIGITS;
    int at = start + TIME_DIGITS;
    for (int field = SRC_IP; field <= DST_IP; field++) {
      at = endOfAddress(text, at + 1);
      if (at < 0) {
        return UNUSUAL;
      }
      ends[first + field] = at - start;
    }
    for (int field = SRC_PORT; field <= DST_PORT; field++) {
      int from = at + 1;
      at = endOfNumber(text, from, 1, PORT_DIGITS);
      if (at < 0 || text[at] != ',' || beyondLastPort(text, from, at)) {
        return UNUSUAL;
      }
      ends[first + field] = at - start;
    }
    at = endOfNumber(text, at + 1, 1, PROTOCOL_DIGITS);
    if (at < 0 || text[at] != ',') {
      return UNUSUAL;
    }
    ends[first + PROTOCOL] = at - start;
    for (int field = DIRECTION; field <= ENCRYPTION; field++) {
      at = endOfWord(text, at + 1);
      if (at < 0) {
        return UNUSUAL;
      }
      ends[first + field] = at - start;
    }
    for (int field = PACKETS_SENT; field <= BYTES_RECEIVED; field++) {
      at = endOfNumber(text, at + 1, 0, COUNTER_DIGITS);
      if (at < 0 || text[at] != (field < BYTES_RECEIVED ? ',' : '"')) {
        return UNUSUAL;
      }
      ends[first + field] = at - start;
    }
    ends[first + TupleField.COUNT] = at - start;
    return time;
  }

  /** The number of thirteen digits; negative if they are not digits. */
  private static long time(byte[] text, int start) {
    long first = Swar.at(text, start);
    long last = Swar.at(text, start + TIME_DIGITS - Long.BYTES);
    return (Swar.noDigits(first) | Swar.noDigits(last)) == 0
        ? Decimal.ofEight(first) / 1000 * 100_000_000 + Decimal.ofEight(last)
        : UNUSUAL;
  }

  /**
   * The end of the digits that start here.
   *
   * @return negative if there are too few or too many, or they start with a needless zero
   */
  private static int endOfNumber(byte[] text, int from, int least, int most) {
    int length = Swar.before(Swar.noDigits(Swar.at(text, from)));
    for (int more = length; more == Long.BYTES && length < most; length += more) {
      more = Swar.before(Swar.noDigits(Swar.at(text, from + length)));
    }
    boolean good = length >= least & length <= most & (length < 2 | text[from] != '0');
    return good ? from + length : UNUSUAL;
  }

  private static boolean beyondLastPort(byte[] text, int from, int to) {
    long five = Long.reverseBytes(Swar.at(text, from)) >>> 24;
    return to - from == PORT_DIGITS & five > LAST_PORT;
  }

  /** The comma after an address of either version; negative if there is none. */
  private static int endOfAddress(byte[] text, int from) {
    int length = Swar.before(notOfIpv4(Swar.at(text, from)));
    if (length == Long.BYTES) {
      length += Swar.before(notOfIpv4(Swar.at(text, from + Long.BYTES)));
    }
    if (length > 0 && text[from + length] == ',') {
      return from + length;
    }
    while (length < ADDRESS_BYTES && isAddressLetter(text[from + length])) {
      length++;
    }
    return length > 0 && text[from + length] == ',' ? from + length : UNUSUAL;
  }

  private static boolean isAddressLetter(byte b) {
    return (b >= '0' && b <= ':') || b == '.' || ((b | 0x20) >= 'a' && (b | 0x20) <= 'f');
  }

  /** The comma after a field of plain letters; negative if the field needs a closer look. */
  private static int endOfWord(byte[] text, int from) {
    for (int at = from; at <= from + WORD_BYTES; at++) {
      byte b = text[at];
      if (b == ',') {
        return at;
      }
      if (b <= ' ' || b == '"' || b == '\\') {
        return UNUSUAL;
      }
    }
    return UNUSUAL;
  }

  /** Which of eight bytes are neither digits nor dots. */
  private static long notOfIpv4(long eight) {
    return Swar.noDigits(eight) & ~Swar.same(eight, DOTS);
  }
}
