package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteCopy;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.bytes.Digits;
import io.vnetflowroutes.flow.RecordContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes times as RFC 3339 with milliseconds, in UTC. The flows of a blob are of one or two days,
 * so it caches the text of the last day, and of the last time, which many formats write twice. An
 * instance belongs to one thread.
 */
public final class Rfc3339 {

  /** The room that {@link #put} needs, including years of more than four digits. */
  static final int ROOM = 48;

  private static final int MILLIS_OF_DAY = 24 * 3_600_000;

  private long day = Long.MIN_VALUE;
  private long last = Long.MIN_VALUE;
  private final byte[] text = new byte[ROOM];
  private int dateLength;
  private int length;

  /** Writes the time, such as {@code 2025-08-11T23:46:43.288Z}. */
  void write(long epochMillis, ByteOutput out) {
    byte[] to = out.room(ROOM);
    out.end(put(epochMillis, to, out.size()));
  }

  /** Writes the time into {@link #ROOM} free bytes; returns its end. */
  public int put(long epochMillis, byte[] to, int start) {
    if (epochMillis != last) {
      last = epochMillis;
      make(epochMillis);
    }
    return ByteCopy.key(text, 0, length, to, start);
  }

  /** When Azure logged a record; as Azure wrote it if that is not a time. */
  public String of(RecordContext record) {
    if (record.timeMillis() == 0) {
      return record.time();
    }
    byte[] to = new byte[ROOM];
    return new String(to, 0, put(record.timeMillis(), to, 0), StandardCharsets.US_ASCII);
  }

  private void make(long epochMillis) {
    long wanted = Math.floorDiv(epochMillis, MILLIS_OF_DAY);
    if (wanted != day) {
      byte[] date = (LocalDate.ofEpochDay(wanted) + "T").getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(date, 0, text, 0, date.length);
      dateLength = date.length;
      day = wanted;
    }
    int at = dateLength;
    int millis = (int) (epochMillis - day * MILLIS_OF_DAY);
    int seconds = millis / 1_000;
    int thousandths = millis % 1_000;
    Digits.putTwo(seconds / 3_600, text, at);
    text[at + 2] = ':';
    Digits.putTwo(seconds / 60 % 60, text, at + 3);
    text[at + 5] = ':';
    Digits.putTwo(seconds % 60, text, at + 6);
    text[at + 8] = '.';
    text[at + 9] = (byte) ('0' + thousandths / 100);
    Digits.putTwo(thousandths % 100, text, at + 10);
    text[at + 12] = 'Z';
    length = at + 13;
  }
}
