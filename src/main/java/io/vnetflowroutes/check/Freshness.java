package io.vnetflowroutes.check;

import java.time.Duration;
import java.time.Instant;

/**
 * How old the newest blob of a flow log may be.
 *
 * @param silentAfter the age at which it is stale; zero for no limit
 * @param now the instant of the check
 */
public record Freshness(Duration silentAfter, Instant now) {

  /** Behind it a flow log is taken for one that was given up, if another one is alive. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private static final int HOURS_OF_TWO_DAYS = 48;

  /** Whether it is too old. */
  boolean stale(NewestBlob newest) {
    return !silentAfter.isZero() && since(newest).compareTo(silentAfter) >= 0;
  }

  /** Whether it is so old that somebody may have given the flow log up. */
  boolean givenUp(NewestBlob newest) {
    return since(newest).compareTo(GIVEN_UP) >= 0;
  }

  /** Its age in words. */
  String words(NewestBlob newest) {
    Duration since = since(newest);
    if (since.isNegative()) {
      return "the hour that is being written";
    }
    long hours = since.toHours();
    return hours < 1
        ? "the hour before"
        : hours < HOURS_OF_TWO_DAYS ? hours + " hours ago" : since.toDays() + " days ago";
  }

  private Duration since(NewestBlob newest) {
    return Duration.between(newest.hour().plus(Duration.ofHours(1)), now);
  }
}
