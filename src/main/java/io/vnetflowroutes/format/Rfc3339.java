package io.vnetflowroutes.format;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes times as RFC 3339 with milliseconds, in UTC. Flows of one blob are of one day or two, so
 * the text of the last day is kept; an instance belongs to one thread.
 */
final class Rfc3339 {

  private static final int MILLIS_OF_DAY = 24 * 3_600_000;

  private long day = Long.MIN_VALUE;
  private byte[] text = {};

  /** Writes the time, such as {@code 2025-08-11T23:46:43.288Z}. */
  void write(long epochMillis, ByteOutput out) {
    long wanted = Math.floorDiv(epochMillis, MILLIS_OF_DAY);
    if (wanted != day) {
      text = (LocalDate.ofEpochDay(wanted) + "T").getBytes(StandardCharsets.US_ASCII);
      day = wanted;
    }
    int millis = (int) (epochMillis - day * MILLIS_OF_DAY);
    int seconds = millis / 1_000;
    out.put(text)
        .putTwoDigits(seconds / 3_600)
        .put(':')
        .putTwoDigits(seconds / 60 % 60)
        .put(':')
        .putTwoDigits(seconds % 60)
        .put('.')
        .put('0' + millis / 100 % 10)
        .putTwoDigits(millis % 100)
        .put('Z');
  }
}
