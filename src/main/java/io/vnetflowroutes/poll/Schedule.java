package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Decides when an hour is read.
 *
 * @param delay how long after its beginning an hour is due
 * @param recheck how long to list read hours again, for late growth
 * @param start the begin of a source that is read for the first time
 * @param retention how long the progress of a blob is kept, for the audit; two days longer than the
 *     recheck at least
 * @param silentAfter how long a flow log may have no new blob before a warning; zero for no limit
 * @param until the first hour that is not read; {@link Instant#MAX} for none
 */
public record Schedule(
    Duration delay,
    Duration recheck,
    Start start,
    Duration retention,
    Duration silentAfter,
    Instant until) {

  private static final Duration KEPT_BEYOND_RECHECK = Duration.ofDays(2);

  /**
   * An hour and a quarter after its beginning an hour has settled: Azure writes a minute's record
   * within minutes. No official bound exists (docs/azure-flow-log-format.md#late-growth-and-gaps),
   * hence the recheck.
   */
  static final Duration SETTLED = Duration.ofMinutes(75);

  /**
   * No writer of a blob pauses for so long: Azure writes each minute, and copying tools continue.
   */
  static final Duration QUIET = Duration.ofMinutes(5);

  private static final Duration LISTED_WHEN_OVER = Duration.ofHours(4);

  /** A schedule without an end. */
  public Schedule(
      Duration delay, Duration recheck, Start start, Duration retention, Duration silentAfter) {
    this(delay, recheck, start, retention, silentAfter, Instant.MAX);
  }

  /** The same schedule, but without the hours from one on. */
  public Schedule until(Instant hour) {
    return new Schedule(delay, recheck, start, retention, silentAfter, hour(hour));
  }

  /** The beginning of the newest hour that is due. */
  public Instant newestDue(Instant now) {
    Instant due = hour(now.minus(delay));
    return due.isBefore(until) ? due : until.minus(1, ChronoUnit.HOURS);
  }

  /** The hour before which all hours have settled, so that one reading of them is enough. */
  public Instant settledBefore(Instant now) {
    Duration settled = delay.compareTo(SETTLED) > 0 ? delay : SETTLED;
    Instant before = hour(now.minus(settled)).plus(1, ChronoUnit.HOURS);
    return before.isBefore(until) ? before : until;
  }

  /**
   * How long the first hour that is not done is overdue; zero while none is.
   *
   * @param done the hour before which everything is done
   */
  public Duration lag(Instant done, Instant now) {
    if (!done.isBefore(until)) {
      return Duration.ZERO;
    }
    Duration settled = delay.compareTo(SETTLED) > 0 ? delay : SETTLED;
    Duration overdue = Duration.between(done.plus(settled), now);
    return overdue.isNegative() ? Duration.ZERO : overdue;
  }

  /**
   * Whether an hour settled so long ago that a cut record will get no end, and that the last
   * comparison can be made.
   */
  boolean over(Instant hour, Instant now) {
    return !now.isBefore(hour.plus(1, ChronoUnit.HOURS).plus(SETTLED));
  }

  /** Whether the recheck, once an hour, certainly lists an hour when it is {@link #over}. */
  boolean listsHoursThatAreOver() {
    return recheck.compareTo(LISTED_WHEN_OVER) >= 0;
  }

  /** The first hour of a source that is read for the first time. */
  Instant firstHour(Instant now) {
    return hour(start.from(now));
  }

  /**
   * The first hour to list again, given the hour before which everything is done. After the end, it
   * counts from now: hours that were over long ago are no longer listed.
   */
  Instant recheckFrom(Instant done, Instant now) {
    return hour((done.isBefore(until) ? done : now).minus(recheck));
  }

  /**
   * The hour before which progress is forgotten, given the hour before which everything is done.
   */
  Instant forgetBefore(Instant done) {
    Duration least = recheck.plus(KEPT_BEYOND_RECHECK);
    return hour(done.minus(retention.compareTo(least) > 0 ? retention : least));
  }

  static Instant hour(Instant instant) {
    return instant.truncatedTo(ChronoUnit.HOURS);
  }
}
