package io.vnetflowroutes.queue;

import io.vnetflowroutes.outcome.RetryAfter;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the messages in a spool are retried: after a second, and twice as long after every failure
 * in a row, up to half a minute; not before the destination asks for it; and after ten seconds, up
 * to two minutes, if a person must correct something first. Not safe for threads.
 */
final class RetrySchedule {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FIRST_OF_SETUP = Duration.ofSeconds(10);
  private static final Duration LONGEST_OF_SETUP = Duration.ofMinutes(2);

  /** From when on nobody should wait for the destination to come back. */
  private static final Duration HOPELESS = Duration.ofSeconds(10);

  private final Clock clock;
  private Duration last = Duration.ZERO;
  private Instant next = Instant.EPOCH;
  private Instant failingSince;

  RetrySchedule(Clock clock) {
    this.clock = clock;
  }

  /** Whether it is time for an attempt; a clock that was set back makes it so. */
  boolean due() {
    Instant now = clock.instant();
    return !now.isBefore(next) || now.isBefore(next.minus(RetryAfter.LONGEST));
  }

  /** An attempt in the way of others failed, as several may at a time; the first of them counts. */
  void begin(SendOutcome outcome) {
    if (failingSince == null) {
      failed(outcome);
    }
  }

  /** An attempt failed. */
  void failed(SendOutcome outcome) {
    if (outcome.kind() != Kind.ONLY_THESE) {
      failed(outcome.kind(), outcome.pause());
    }
  }

  /**
   * An attempt failed.
   *
   * @param pause how long the destination asks to be left alone; {@code null} if it does not say
   */
  void failed(Kind kind, Duration pause) {
    boolean setup = kind == Kind.SETUP;
    Duration first = setup ? FIRST_OF_SETUP : FIRST;
    Duration longest = setup ? LONGEST_OF_SETUP : LONGEST;
    last = shorter(longer(first, last.multipliedBy(2)), longest);
    Duration wait = pause == null ? last : longer(pause, FIRST);
    Instant now = clock.instant();
    next = now.plus(wait);
    failingSince = failingSince == null ? now : failingSince;
  }

  /** The destination took something. */
  void end() {
    last = Duration.ZERO;
    next = Instant.EPOCH;
    failingSince = null;
  }

  /** Whether the destination is not to be expected back within seconds. */
  boolean hopeless() {
    return failingSince != null
        && (last.compareTo(FIRST_OF_SETUP) >= 0
            || clock.instant().isAfter(failingSince.plus(HOPELESS))
            || next.isAfter(clock.instant().plus(HOPELESS)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
