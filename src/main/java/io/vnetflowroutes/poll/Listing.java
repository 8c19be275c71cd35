package io.vnetflowroutes.poll;

import java.time.Instant;

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
}
