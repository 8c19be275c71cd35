package io.vnetflowroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves when what waits is tried again. */
class RetryScheduleTest {

  private Instant now = Instant.parse("2026-09-01T08:00:00Z");
  private final RetrySchedule pauses =
      new RetrySchedule(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  /** Fails and waits until another attempt is due, so many times. */
  private List<Long> waits(Kind kind, Duration asked, int times) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      pauses.failed(kind, asked);
      Instant from = now;
      while (!pauses.due()) {
        now = now.plusSeconds(1);
      }
      waits.add(Duration.between(from, now).toSeconds());
    }
    return waits;
  }

  @Test
  void theyGrowAndBeginAnewOnceSomethingIsTaken() {
    assertThat(pauses.due()).isTrue();
    assertThat(waits(Kind.LATER, null, 7)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    assertThat(pauses.hopeless()).isTrue();
    pauses.end();
    assertThat(pauses.hopeless()).isFalse();
    assertThat(pauses.due()).isTrue();
    assertThat(waits(Kind.LATER, null, 1)).containsExactly(1L);
    assertThat(pauses.hopeless()).isFalse();
  }

  @Test
  void aMistakeOfSetUpIsTriedRarely() {
    assertThat(waits(Kind.SETUP, null, 6)).containsExactly(10L, 20L, 40L, 80L, 120L, 120L);
    assertThat(pauses.hopeless()).isTrue();
  }

  @Test
  void aDestinationIsNotAskedBeforeItWantsToBe() {
    assertThat(waits(Kind.LATER, Duration.ofSeconds(5), 3)).containsExactly(5L, 5L, 5L);
    pauses.failed(Kind.LATER, Duration.ofMinutes(5));
    assertThat(pauses.hopeless()).isTrue();
    assertThat(waits(Kind.LATER, Duration.ZERO, 1)).as("a second at least").containsExactly(1L);
  }

  @Test
  void aClockThatIsSetBackHoldsUpNothing() {
    pauses.failed(Kind.LATER, null);
    now = now.minus(Duration.ofDays(1));
    assertThat(pauses.due()).isTrue();
  }
}
