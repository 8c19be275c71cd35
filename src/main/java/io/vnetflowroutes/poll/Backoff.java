package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;

/** A pause that doubles with every failure in a row, from a second to five minutes. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Duration length = Duration.ZERO;
  private Instant began = Instant.MIN;

  /** Whether the pause continues; a clock that goes back ends it. */
  boolean goesOn(Instant now) {
    return !now.isBefore(began) && now.isBefore(began.plus(length));
  }

  /** Begins a longer pause. */
  void lengthen(Instant now) {
    Duration longer = length.isZero() ? FIRST : length.multipliedBy(2);
    length = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    began = now;
  }

  /** Ends the pause; the next one is the shortest again. */
  void end() {
    length = Duration.ZERO;
  }
}
