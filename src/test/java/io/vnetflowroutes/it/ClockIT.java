package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise about a clock that jumps: nothing is lost, and nothing delivered twice. */
final class ClockIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();

  private void awaitFlows(int count) {
    await().atMost(LONG).until(() -> Flows.inBodies(siem.accepted()).size() >= count);
  }

  @Test
  void aClockThatJumpsAheadAndBackLosesNothing() {
    ShiftedClock clock = new ShiftedClock(dir);
    Archive archive = new Archive(dir.resolve("archive")).grow(5);
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("siem", siem.url("/in")))
            .with(clock.options())
            .start()) {
      awaitFlows(archive.tuples().size());
      clock.by(Duration.ofDays(60));
      program.awaitLine("The flow log is silent|Poll finished.*flow_logs=\"1\"");
      int polls = program.lines("Poll finished").size();
      program.awaitLines("Poll finished", polls + 3);
      archive.grow(5);
      clock.by(Duration.ZERO);
      program.awaitLine("The clock was ahead when this flow log was read");
      awaitFlows(archive.tuples().size());
      archive.grow(5);
      awaitFlows(archive.tuples().size());
      clock.by(Duration.ofDays(-3));
      polls = program.lines("Poll finished").size();
      program.awaitLines("Poll finished", polls + 3);
      archive.grow(5);
      clock.by(Duration.ZERO);
      awaitFlows(archive.tuples().size());
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();

      clock.by(Duration.ofDays(-3));
      assertThat(program.once()).as(program.output()).isZero();
      clock.by(Duration.ofDays(1));
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples());
    } finally {
      siem.close();
    }
  }
}
