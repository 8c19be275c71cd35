package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
      program.awaitPolls(3);
      archive.grow(5);
      clock.by(Duration.ZERO);
      program.awaitLine("The clock was ahead when this flow log was read");
      awaitFlows(archive.tuples().size());
      archive.grow(5);
      awaitFlows(archive.tuples().size());
      clock.by(Duration.ofDays(-3));
      program.awaitPolls(3);
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

  /** By this machine's clock the hour of the blob is long over, by Azure's it is not. */
  @Test
  void aClockThatIsAheadTakesNoGrowingBlobOfAzureForOneThatIsOver() {
    ShiftedClock clock = new ShiftedClock(dir);
    clock.by(Duration.ofHours(5));
    Names names = Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub", "net-rg");
    Records nic = new Records(names, "000D3A0C10C0", 7, 0.4);
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    String first = nic.next(hour, 3);
    String second = nic.next(hour.plusSeconds(60), 3);
    try (Azurite azurite = Azurite.start(dir);
        Program program =
            Program.in(
                    dir.resolve("work"),
                    """
                    flowlogs.source.prod.connection-string = %s
                    flowlogs.start = 30h
                    flowlogs.delay = 0
                    flowlogs.poll-interval = 500ms
                    flowlogs.destination.siem.uri = %s
                    flowlogs.allow = siem
                    flowlogs.deny = siem
                    """
                        .formatted(azurite.connectionString(), siem.url("/in")))
                .with(clock.options())) {
      GrowingBlob blob =
          new GrowingBlob(
              azurite.container(Azurite.FLOW_LOG_CONTAINER), names.blob(hour, "000D3A0C10C0"));
      blob.commitOnly("{\"records\":[", first + ',' + second.substring(0, second.length() / 2));
      program.start();
      program.awaitLine("The blob ends inside a record");
      program.awaitPolls(3);
      blob.commitOnly("{\"records\":[", first + ',' + second, "]}");
      awaitFlows(6);
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.folder().resolve("dead-letter")).isEmptyDirectory();
    } finally {
      siem.close();
    }
  }
}
