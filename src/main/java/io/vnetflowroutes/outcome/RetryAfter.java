package io.vnetflowroutes.outcome;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Retry-After} of an HTTP answer (RFC 9110, 10.2.3): how long the server asks clients to
 * wait. The program respects at most five minutes of it.
 */
public final class RetryAfter {

  /** The longest pause, whatever a server asks for. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /** The pause that an answer with these headers asks for; empty if it names none. */
  public static Optional<Duration> pause(Map<String, String> headers, Instant now) {
    return headers == null
        ? Optional.empty()
        : headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .findFirst()
            .flatMap(header -> duration(header.getValue().trim(), now));
  }

  private static Optional<Duration> duration(String value, Instant now) {
    Duration wait;
    if (value.matches("\\d+")) {
      wait = value.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(value));
    } else {
      try {
        ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
        wait = Duration.between(now, until);
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
