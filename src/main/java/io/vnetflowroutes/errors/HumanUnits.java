package io.vnetflowroutes.errors;

import java.time.Duration;
import java.util.Locale;

/** Numbers, sizes and spans of time in words for people. */
public final class HumanUnits {

  private static final String[] UNITS = {"KB", "MB", "GB", "TB"};
  private static final int STEP = 1024;

  private HumanUnits() {}

  /** A number with its thousands apart, such as {@code 1,234}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number and what is counted, such as {@code 1 blob} or {@code 2 blobs}. */
  public static String count(long number, String what) {
    return count(number) + ' ' + what + (number == 1 ? "" : "s");
  }

  /** A size, such as {@code 4.2 MB}, in the units of the settings. */
  public static String size(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= STEP && unit < UNITS.length - 1) {
      size /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }

  /** A span of time in its greatest units, such as {@code 2 h 5 min}, {@code 1 h}, {@code 20 s}. */
  public static String span(Duration span) {
    if (span.isNegative()) {
      return "0 s";
    }
    if (span.toDays() > 0) {
      return span.toDays() + " d" + rest(span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return span.toHours() + " h" + rest(span.toMinutesPart(), "min");
    }
    return span.toMinutes() > 0 ? span.toMinutes() + " min" : span.toSeconds() + " s";
  }

  private static String rest(int number, String unit) {
    return number == 0 ? "" : " " + number + ' ' + unit;
  }
}
