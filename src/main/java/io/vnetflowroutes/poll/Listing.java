package io.vnetflowroutes.poll;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One listing to make: a prefix, and which of the hours below it count.
 *
 * @param prefix the names' beginning, a whole day or a single hour of one flow log
 * @param from the first hour that counts
 * @param to the last hour that counts
 */
public record Listing(String prefix, Instant from, Instant to) {

  /** Whether an hour is one of those. */
  public boolean counts(Instant hour) {
    return !hour.isBefore(from) && !hour.isAfter(to);
  }

  /** How many hours count. */
  long hours() {
    return from.until(to, ChronoUnit.HOURS) + 1;
  }

  /** How many of them are before an hour. */
  long hoursBefore(Instant hour) {
    return hour.isAfter(to) ? hours() : hour.isAfter(from) ? from.until(hour, ChronoUnit.HOURS) : 0;
  }

  /** The same without the hours before one; empty if none is left. */
  Optional<Listing> since(Instant hour) {
    return to.isBefore(hour)
        ? Optional.empty()
        : Optional.of(new Listing(prefix, from.isBefore(hour) ? hour : from, to));
  }
}
