package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Proves that what lasts is said once and every hour, and not at every poll. */
class WarningThrottleTest {

  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final WarningThrottle complaints = new WarningThrottle(clock);

  @Test
  void theSameSentenceIsDueAgainAfterAnHour() {
    assertThat(complaints.due("prod", "It is busy")).isTrue();
    clock.minutes(59);
    assertThat(complaints.due("prod", "It is busy")).isFalse();
    clock.minutes(1);
    assertThat(complaints.due("prod", "It is busy")).isTrue();
    clock.minutes(59);
    assertThat(complaints.due("prod", "It is busy")).isFalse();
  }

  @Test
  void anotherSentenceOrSubjectIsDueAtOnce() {
    complaints.due("prod", "It is busy");
    assertThat(complaints.due("test", "It is busy")).isTrue();
    assertThat(complaints.due("prod", "It is gone")).isTrue();
  }

  @Test
  void whatWasOverIsNew() {
    assertThat(complaints.over("prod")).isFalse();
    complaints.due("prod", "It is busy");
    assertThat(complaints.over("prod")).isTrue();
    assertThat(complaints.over("prod")).isFalse();
    assertThat(complaints.due("prod", "It is busy")).isTrue();
  }

  @Test
  void complaintsOfAKindAreCountedByTheHour() {
    assertThat(complaints.count("denied")).isEqualTo(1);
    clock.minutes(59);
    assertThat(complaints.count("denied")).isEqualTo(2);
    assertThat(complaints.count("busy")).isEqualTo(1);
    clock.minutes(1);
    assertThat(complaints.count("denied")).isEqualTo(1);
  }
}
