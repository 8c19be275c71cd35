package io.vnetflowroutes.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes times as RFC 3339 with milliseconds, in UTC. Flows come in runs of the same second, so the
 * text of the last second is kept; an instance belongs to one thread.
 */
final class Rfc3339 {

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private byte[] text = {};

  /** Writes the time, such as {@code 2025-08-11T23:46:43.288Z}. */
  void write(long epochMillis, ByteOutput out) {
    long wanted = Math.floorDiv(epochMillis, 1000L);
    if (wanted != second) {
      text =
          TO_THE_SECOND.format(Instant.ofEpochSecond(wanted)).getBytes(StandardCharsets.US_ASCII);
      second = wanted;
    }
    int millis = (int) Math.floorMod(epochMillis, 1000L);
    out.put(text)
        .put('0' + millis / 100)
        .put('0' + millis / 10 % 10)
        .put('0' + millis % 10)
        .put('Z');
  }
}
