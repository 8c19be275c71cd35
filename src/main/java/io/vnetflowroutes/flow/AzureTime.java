package io.vnetflowroutes.flow;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Parses the times of records, which Azure writes as {@code 2025-08-11T23:46:43.2889162Z}
 * (docs/azure-flow-log-format.md#vnet-records). It parses this form without the library's parser,
 * which takes as long as some flows, and leaves every other form of RFC 3339 to the library.
 */
public final class AzureTime {

  private static final String FORM = "0000-00-00T00:00:00.0000000Z";
  private static final long MILLIS_OF_DAY = 24 * 3_600_000L;

  private AzureTime() {}

  /** A time in milliseconds since 1970; 0 where it is none, or before then. */
  public static long millis(String time) {
    if (time == null) {
      return 0;
    }
    try {
      long millis = isAzures(time) ? azures(time) : Instant.parse(time).toEpochMilli();
      return Math.max(0, millis);
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }

  /** Whether digits stand where Azure has them, and an hour, minute and second that exist. */
  private static boolean isAzures(String time) {
    if (time.length() != FORM.length()) {
      return false;
    }
    for (int at = 0; at < FORM.length(); at++) {
      char c = time.charAt(at);
      boolean fits = FORM.charAt(at) == '0' ? c >= '0' && c <= '9' : c == FORM.charAt(at);
      if (!fits) {
        return false;
      }
    }
    return number(time, 11, 13) < 24 && number(time, 14, 16) < 60 && number(time, 17, 19) < 60;
  }

  private static long azures(String time) {
    LocalDate date = LocalDate.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10));
    int minutes = number(time, 11, 13) * 60 + number(time, 14, 16);
    int seconds = minutes * 60 + number(time, 17, 19);
    return date.toEpochDay() * MILLIS_OF_DAY + seconds * 1_000L + number(time, 20, 23);
  }

  private static int number(String time, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + time.charAt(at) - '0';
    }
    return number;
  }
}
