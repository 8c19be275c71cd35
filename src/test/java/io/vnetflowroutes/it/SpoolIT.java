package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that a spool has a limit, and that what waits in it keeps its order. */
final class SpoolIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int LIMIT = 100 * 1024;
  private static final int LONGEST_MESSAGE = 30_000;

  @TempDir Path dir;

  @Test
  void aFullSpoolLetsReadingWaitAndIsDrainedInOrder() {
    Archive archive = new Archive(dir.resolve("archive")).grow(60);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + "flowlogs.destination.siem.uri = "
                    + siem.url("/in")
                    + "\nflowlogs.allow = siem\nflowlogs.deny =\nflowlogs.batch-flows = 20\nflowlogs.spool-limit = 100KB\n")) {
      siem.stop();
      program.start();
      program.awaitLine("The spool has reached flowlogs.spool-limit.*siem");
      program.awaitLine("Poll finished.*blobs_waiting=\"1\".*messages_spooled=\"[1-9]");
      program.awaitPolls(2);
      assertThat(spooledBytes()).isBetween((long) LIMIT, (long) LIMIT + LONGEST_MESSAGE);
      assertThat(program.lines("spool-limit")).as("said once").hasSize(1);
      assertThat(program.lines("ERROR")).isEmpty();
      siem.restart();
      await()
          .atMost(LONG)
          .until(() -> Flows.inBodies(siem.accepted()).size() >= archive.tuples(false).size());
      program.awaitLine("its spool is drained");
      assertThat(program.sigterm()).as(program.output()).isZero();
      assertThat(Flows.inBodies(siem.accepted()).tuples())
          .containsExactlyElementsOf(archive.tuples(false));
    }
  }

  private long spooledBytes() {
    return Stream.of(dir.resolve("work/spool/siem").toFile().listFiles())
        .mapToLong(file -> file.length())
        .sum();
  }
}
