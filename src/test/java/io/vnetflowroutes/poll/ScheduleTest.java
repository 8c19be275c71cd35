package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves when an hour is due, when it has settled, and where a first start begins. */
class ScheduleTest {

  private static Schedule schedule(String delay) {
    return new Schedule(
        Duration.parse(delay),
        Duration.ofHours(24),
        new Start(Duration.ofHours(24), null),
        Duration.ofDays(31),
        Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "PT75M, 2026-09-01T10:14:59.999Z, 2026-09-01T08:00:00Z",
    "PT75M, 2026-09-01T10:15:00Z, 2026-09-01T09:00:00Z",
    "PT75M, 2026-09-01T11:14:59Z, 2026-09-01T09:00:00Z",
    "PT75M, 2026-01-01T00:30:00Z, 2025-12-31T23:00:00Z",
    "PT75M, 2024-03-01T00:10:00Z, 2024-02-29T22:00:00Z",
    "PT0S, 2026-09-01T10:00:00Z, 2026-09-01T10:00:00Z",
    "PT0S, 2026-09-01T10:59:59Z, 2026-09-01T10:00:00Z",
    "PT1M, 2026-09-01T10:00:59Z, 2026-09-01T09:00:00Z",
    "PT60M, 2026-09-01T10:00:00Z, 2026-09-01T09:00:00Z",
    "PT26H, 2026-09-02T10:00:00Z, 2026-09-01T08:00:00Z",
  })
  void anHourIsDueFromItsBeginningPlusTheDelayOn(String delay, Instant now, Instant newest) {
    assertThat(schedule(delay).newestDue(now)).isEqualTo(newest);
  }

  @ParameterizedTest
  @CsvSource({
    "PT75M, 2026-09-01T10:14:59Z, 2026-09-01T09:00:00Z",
    "PT75M, 2026-09-01T10:15:00Z, 2026-09-01T10:00:00Z",
    "PT0S, 2026-09-01T10:14:59Z, 2026-09-01T09:00:00Z",
    "PT0S, 2026-09-01T10:15:00Z, 2026-09-01T10:00:00Z",
    "PT3H, 2026-09-01T10:15:00Z, 2026-09-01T08:00:00Z",
  })
  void anHourSettlesNoSoonerThanAQuarterAfterItsEnd(String delay, Instant now, Instant before) {
    assertThat(schedule(delay).settledBefore(now)).isEqualTo(before);
  }

  @Test
  void aFirstStartGoesBackOrBeginsAtAnInstantOrAtAll() {
    Instant now = Instant.parse("2026-09-01T10:20:30Z");
    assertThat(schedule("PT75M").firstHour(now)).isEqualTo("2026-08-31T10:00:00Z");
    Schedule fixed =
        new Schedule(
            Duration.ZERO,
            Duration.ZERO,
            new Start(null, Instant.parse("2026-08-01T05:59:59Z")),
            Duration.ZERO,
            Duration.ZERO);
    assertThat(fixed.firstHour(now)).isEqualTo("2026-08-01T05:00:00Z");
    assertThat(
            new Schedule(
                    Duration.ZERO, Duration.ZERO, Start.BEGINNING, Duration.ZERO, Duration.ZERO)
                .firstHour(now))
        .isBefore("1980-01-01T00:00:00Z");
  }

  @Test
  void hoursReadAreListedAgainForTheRecheck() {
    assertThat(schedule("PT75M").recheckFrom(Instant.parse("2026-09-01T10:00:00Z"), Instant.MAX))
        .isEqualTo("2026-08-31T10:00:00Z");
  }

  @Test
  void noHourIsDueFromTheEndOnAndHoursLongOverAreNotListedAgain() {
    Schedule past = schedule("PT75M").until(Instant.parse("2026-09-01T09:20:00Z"));
    Instant end = Instant.parse("2026-09-01T09:00:00Z");
    Instant before = Instant.parse("2026-09-01T09:30:00Z");
    Instant after = Instant.parse("2026-09-04T10:20:00Z");
    assertThat(past.newestDue(before)).isEqualTo("2026-09-01T08:00:00Z");
    assertThat(past.newestDue(after)).isEqualTo("2026-09-01T08:00:00Z");
    assertThat(past.settledBefore(after)).isEqualTo(end);
    assertThat(past.lag(end, after)).isEqualTo(Duration.ZERO);
    assertThat(past.lag(end.minusSeconds(3600), after)).isPositive();
    assertThat(past.recheckFrom(end, before)).isEqualTo("2026-08-31T09:00:00Z");
    assertThat(past.recheckFrom(end, after)).isAfter(end);
    assertThat(schedule("PT75M").recheckFrom(end, after)).isEqualTo("2026-08-31T09:00:00Z");
  }
}
