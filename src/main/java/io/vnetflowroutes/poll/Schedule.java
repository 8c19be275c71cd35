package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When an hour is read.
 *
 * @param delay how long after its beginning an hour is due
 * @param recheck how long hours that were read are listed again for late growth
 * @param start where a source begins when it is read for the first time
 * @param retention how long the progress of a blob is kept, for the audit; two days longer than the
 *     recheck at least
 * @param silentAfter how long a flow log may have no new blob before a warning; zero for ever
 */
public record Schedule(
    Duration delay, Duration recheck, Start start, Duration retention, Duration silentAfter) {

  private static final Duration KEPT_BEYOND_RECHECK = Duration.ofDays(2);

  /**
   * An hour and a quarter after its beginning an hour has settled: Azure writes a minute's record
   * within minutes. No official bound exists (docs/azure-flow-log-format.md#late-growth-and-gaps),
   * hence the recheck.
   */
  static final Duration SETTLED = Duration.ofMinutes(75);

  /** Nobody who writes to a blob rests so long: Azure writes each minute, and copies go on. */
  static final Duration QUIET = Duration.ofMinutes(5);

  private static final Duration LISTED_WHEN_OVER = Duration.ofHours(4);

  /** The beginning of the newest hour that is due. */
  public Instant newestDue(Instant now) {
    return hour(now.minus(delay));
  }

  /** The hour before which all hours have settled, so that one reading of them is enough. */
  public Instant settledBefore(Instant now) {
    Duration settled = delay.compareTo(SETTLED) > 0 ? delay : SETTLED;
    return hour(now.minus(settled)).plus(1, ChronoUnit.HOURS);
  }

  /**
   * How long the first hour that is not done is overdue; zero while none is.
   *
   * @param done the hour before which all is done
   */
  public Duration lag(Instant done, Instant now) {
    Duration settled = delay.compareTo(SETTLED) > 0 ? delay : SETTLED;
    Duration overdue = Duration.between(done.plus(settled), now);
    return overdue.isNegative() ? Duration.ZERO : overdue;
  }

  /**
   * Whether an hour settled so long ago that a record cut in the middle will get no end, and that
   * what was read of it can be compared for good.
   */
  boolean over(Instant hour, Instant now) {
    return !now.isBefore(hour.plus(1, ChronoUnit.HOURS).plus(SETTLED));
  }

  /** Whether the recheck, once an hour, is sure to list an hour when it is {@link #over}. */
  boolean listsHoursThatAreOver() {
    return recheck.compareTo(LISTED_WHEN_OVER) >= 0;
  }

  /** The first hour of a source that is read for the first time. */
  Instant firstHour(Instant now) {
    return hour(start.from(now));
  }

  /** The first hour to list again, given the hour before which all is done. */
  Instant recheckFrom(Instant done) {
    return hour(done.minus(recheck));
  }

  /** The hour before which progress is forgotten, given the hour before which all is done. */
  Instant forgetBefore(Instant done) {
    Duration least = recheck.plus(KEPT_BEYOND_RECHECK);
    return hour(done.minus(retention.compareTo(least) > 0 ? retention : least));
  }

  static Instant hour(Instant instant) {
    return instant.truncatedTo(ChronoUnit.HOURS);
  }
}
