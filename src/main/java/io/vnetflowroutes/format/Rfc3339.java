package io.vnetflowroutes.format;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Writes times as RFC 3339 with milliseconds, in UTC. Flows of one blob are of one day or two, so
 * the text of the last day is kept; an instance belongs to one thread.
 */
final class Rfc3339 {

  /** How much room {@link #put} needs, years of more than four digits counted. */
  static final int ROOM = 48;

  private static final int MILLIS_OF_DAY = 24 * 3_600_000;

  private long day = Long.MIN_VALUE;
  private byte[] text = {};
  private int length;

  /** Writes the time, such as {@code 2025-08-11T23:46:43.288Z}. */
  void write(long epochMillis, ByteOutput out) {
    byte[] to = out.room(ROOM);
    out.end(put(epochMillis, to, out.size()));
  }

  /** Writes the time where there are {@link #ROOM} bytes for it; returns where it ends. */
  int put(long epochMillis, byte[] to, int start) {
    long wanted = Math.floorDiv(epochMillis, MILLIS_OF_DAY);
    if (wanted != day) {
      byte[] date = (LocalDate.ofEpochDay(wanted) + "T").getBytes(StandardCharsets.US_ASCII);
      text = Arrays.copyOf(date, date.length + ByteCopy.SLACK);
      length = date.length;
      day = wanted;
    }
    int at = ByteCopy.words(text, 0, length, to, start);
    int millis = (int) (epochMillis - day * MILLIS_OF_DAY);
    int seconds = millis / 1_000;
    int thousandths = millis % 1_000;
    Digits.putTwo(seconds / 3_600, to, at);
    to[at + 2] = ':';
    Digits.putTwo(seconds / 60 % 60, to, at + 3);
    to[at + 5] = ':';
    Digits.putTwo(seconds % 60, to, at + 6);
    to[at + 8] = '.';
    to[at + 9] = (byte) ('0' + thousandths / 100);
    Digits.putTwo(thousandths % 100, to, at + 10);
    to[at + 12] = 'Z';
    return at + 13;
  }
}
