package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Proves that what lasts is said once and every hour, and not at every poll. */
class WarningThrottleTest {

  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final WarningThrottle throttle = new WarningThrottle(clock);

  @Test
  void theSameSentenceIsDueAgainAfterAnHour() {
    assertThat(throttle.due("prod", "It is busy")).isTrue();
    clock.minutes(59);
    assertThat(throttle.due("prod", "It is busy")).isFalse();
    clock.minutes(1);
    assertThat(throttle.due("prod", "It is busy")).isTrue();
    clock.minutes(59);
    assertThat(throttle.due("prod", "It is busy")).isFalse();
  }

  @Test
  void anotherSentenceOrSubjectIsDueAtOnce() {
    throttle.due("prod", "It is busy");
    assertThat(throttle.due("test", "It is busy")).isTrue();
    assertThat(throttle.due("prod", "It is gone")).isTrue();
  }

  @Test
  void whatWasOverIsNew() {
    assertThat(throttle.over("prod")).isFalse();
    throttle.due("prod", "It is busy");
    assertThat(throttle.over("prod")).isTrue();
    assertThat(throttle.over("prod")).isFalse();
    assertThat(throttle.due("prod", "It is busy")).isTrue();
  }

  @Test
  void complaintsOfAKindAreCountedByTheHour() {
    assertThat(throttle.count("denied")).isEqualTo(1);
    clock.minutes(59);
    assertThat(throttle.count("denied")).isEqualTo(2);
    assertThat(throttle.count("busy")).isEqualTo(1);
    clock.minutes(1);
    assertThat(throttle.count("denied")).isEqualTo(1);
  }
}
