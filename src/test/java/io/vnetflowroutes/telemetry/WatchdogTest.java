package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Proves that what stands still is told from what goes on, however slowly. */
class WatchdogTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong done = new AtomicLong();

  private Watchdog watching(Duration most) {
    return new Watchdog(
        List.of(new Watchdog.Part("Nothing was done", () -> List.of(done.get()), most)),
        nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void nothingDoneForLongerThanAllowedIsSaidUntilItGoesOn() {
    try (Watchdog watchdog = watching(Duration.ofMinutes(10))) {
      assertThat(watchdog.look()).isEmpty();
      pass(Duration.ofMinutes(10));
      assertThat(watchdog.check().problem()).isEmpty();
      pass(Duration.ofSeconds(1));
      assertThat(watchdog.check().problem())
          .hasValueSatisfying(
              sentence ->
                  assertThat(sentence)
                      .contains(
                          "for longer than 10 min (", "flowlogs.live-stall", "start the program"));
      assertThat(watchdog.check().details()).containsEntry("seconds", 601L);
      done.incrementAndGet();
      assertThat(watchdog.check().problem()).isEmpty();
    }
  }

  @Test
  void aDrainThatHangsIsSaidWhileAllElseGoesOn() {
    AtomicLong turns = new AtomicLong();
    Watchdog.Part polls = new Watchdog.Part("Nothing was read", done::get, Duration.ofMinutes(10));
    Watchdog.Part drain =
        new Watchdog.Part("The drain of 'siem' stands still", turns::get, Duration.ofMinutes(20));
    try (Watchdog watchdog = new Watchdog(List.of(polls, drain), nanos::get)) {
      for (int i = 0; i < 4; i++) {
        assertThat(watchdog.look()).isEmpty();
        pass(Duration.ofMinutes(5));
        done.incrementAndGet();
      }
      pass(Duration.ofSeconds(1));
      assertThat(watchdog.check().problem())
          .hasValueSatisfying(
              sentence ->
                  assertThat(sentence)
                      .startsWith("The drain of 'siem' stands still for longer than 20 min")
                      .doesNotContain("Nothing was read"));
      turns.incrementAndGet();
      assertThat(watchdog.check().problem()).isEmpty();
    }
  }

  @Test
  void whatGoesOnSlowlyIsWell() {
    try (Watchdog watchdog = watching(Duration.ofMinutes(10))) {
      for (int i = 0; i < 50; i++) {
        pass(Duration.ofMinutes(9));
        done.incrementAndGet();
        assertThat(watchdog.look()).isEmpty();
      }
    }
  }

  @Test
  void withoutABoundNothingIsSaid() {
    try (Watchdog watchdog = watching(Duration.ZERO)) {
      watchdog.look();
      pass(Duration.ofDays(365));
      assertThat(watchdog.look()).isEmpty();
    }
  }
}
