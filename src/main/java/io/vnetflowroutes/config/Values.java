package io.vnetflowroutes.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values that carry a unit. */
public final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB|TB)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

  private Values() {}

  /** A duration such as 75m, or 0; empty if the text is not a duration. */
  public static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher match = DURATION.matcher(text);
    return match.matches()
        ? Optional.of(UNITS.get(match.group(2)).multipliedBy(Long.parseLong(match.group(1))))
        : Optional.empty();
  }

  /** A size in bytes such as 4MB; empty if the text is not a size. */
  public static Optional<Long> size(String text) {
    Matcher match = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!match.matches()) {
      return Optional.empty();
    }
    long bytes = SIZES.get(match.group(2)) * Long.parseLong(match.group(1));
    return bytes > 0 ? Optional.of(bytes) : Optional.empty();
  }
}
