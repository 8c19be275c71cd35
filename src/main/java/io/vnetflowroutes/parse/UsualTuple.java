package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.TupleField;

/**
 * A tuple of a VNet flow log that looks as Azure writes nearly all of them: its fields are found
 * and checked in one pass. Any other is not judged here but by {@link TupleReader}, with care and a
 * reason; what this one takes, that one takes with the same result.
 */
final class UsualTuple {

  private static final int UNUSUAL = -1;
  private static final int TIME_DIGITS = 13;
  private static final long FIRST_MILLIS = 1_000_000_000_000L;
  private static final int LAST_PORT = 65_535;
  private static final int PORT_DIGITS = 5;
  private static final int PROTOCOL_DIGITS = 3;
  private static final int COUNTER_DIGITS = 18;
  private static final boolean[] ADDRESS = new boolean[128];

  static {
    "0123456789:.abcdefABCDEF".chars().forEach(letter -> ADDRESS[letter] = true);
  }

  private UsualTuple() {}

  /**
   * Splits the text from a tuple's first byte to its closing quote.
   *
   * @param ends takes where each field ends, then where the tuple ends, counted from {@code start}
   * @return the time in milliseconds since 1970, or -1 for a tuple that is not of the usual kind
   */
  static long split(byte[] text, int start, int[] ends) {
    long time = 0;
    int at = start;
    for (; isDigit(text[at]); at++) {
      time = time * 10 + text[at] - '0';
    }
    if (at - start != TIME_DIGITS || time < FIRST_MILLIS) {
      return UNUSUAL;
    }
    ends[0] = TIME_DIGITS;
    for (int field = 1; field < TupleField.COUNT; field++) {
      if (text[at++] != ',') {
        return UNUSUAL;
      }
      at = end(field, text, at);
      if (at < 0) {
        return UNUSUAL;
      }
      ends[field] = at - start;
    }
    ends[TupleField.COUNT] = at - start;
    return text[at] == '"' ? time : UNUSUAL;
  }

  private static int end(int field, byte[] text, int from) {
    return switch (field) {
      case 1, 2 -> endOfAddress(text, from);
      case 3, 4 -> endOfPort(text, from);
      case 5 -> endOfDigits(text, from, PROTOCOL_DIGITS);
      case 6, 7, 8 -> endOfWord(text, from);
      default ->
          text[from] == ',' || text[from] == '"' ? from : endOfDigits(text, from, COUNTER_DIGITS);
    };
  }

  private static int endOfAddress(byte[] text, int from) {
    int at = from;
    while (text[at] >= 0 && ADDRESS[text[at]]) {
      at++;
    }
    return at > from ? at : UNUSUAL;
  }

  private static int endOfPort(byte[] text, int from) {
    int end = endOfDigits(text, from, PORT_DIGITS);
    if (end - from == PORT_DIGITS) {
      int port = 0;
      for (int at = from; at < end; at++) {
        port = port * 10 + text[at] - '0';
      }
      return port <= LAST_PORT ? end : UNUSUAL;
    }
    return end;
  }

  private static int endOfDigits(byte[] text, int from, int most) {
    int at = from;
    while (isDigit(text[at])) {
      at++;
    }
    boolean number = at > from && at - from <= most && (text[from] != '0' || at == from + 1);
    return number ? at : UNUSUAL;
  }

  private static int endOfWord(byte[] text, int from) {
    int at = from;
    while (text[at] > ' ' && text[at] != ',' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
