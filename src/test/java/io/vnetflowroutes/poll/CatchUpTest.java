package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.FLOW_LOG;
import static io.vnetflowroutes.poll.PolledDirectory.OTHER;
import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that it can be told while a poll goes on how many of its hours are read. */
class CatchUpTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");

  private static Schedule from(Start start) {
    return new Schedule(
        Duration.ofMinutes(75), Duration.ofHours(24), start, Duration.ZERO, Duration.ZERO);
  }

  private List<String> standings(PolledDirectory source) {
    List<String> standings = new ArrayList<>();
    Poll poll = source.dueBlobs().begin();
    while (poll.hasNext()) {
      DueBlob blob = poll.next();
      poll.done(blob, false);
      clock.minutes(1);
      CatchUp now = source.dueBlobs().catchUp(poll);
      standings.add(now.read() + " of " + now.hours());
    }
    CatchUp end = source.dueBlobs().catchUp(poll);
    assertThat(end.read()).isEqualTo(end.hours());
    assertThat(end.left()).contains(Duration.ZERO);
    poll.finish();
    return standings;
  }

  @Test
  void theHoursOfAllFlowLogsCount() throws IOException {
    try (PolledDirectory source = new PolledDirectory(folder, clock)) {
      source.start(from(new Start(Duration.ofHours(24), null)));
      for (String flowLog : List.of(FLOW_LOG, OTHER)) {
        source.write(name(flowLog, "2026-08-31T15", "000D3A000001"), 1);
        source.write(name(flowLog, "2026-09-01T05", "000D3A000001"), 1);
      }
      // Hours from 10:00 of the day before to 09:00, of two flow logs.
      assertThat(standings(source)).containsExactly("5 of 48", "19 of 48", "29 of 48", "43 of 48");
    }
  }

  @Test
  void ofAFlowLogReadFromItsBeginningTheDaysThatAreThereCount() throws IOException {
    try (PolledDirectory source = new PolledDirectory(folder, clock)) {
      source.start(from(Start.BEGINNING));
      source.write(name(FLOW_LOG, "2026-01-31T15", "000D3A000001"), 1);
      source.write(name(FLOW_LOG, "2026-03-01T06", "000D3A000001"), 1);
      assertThat(standings(source)).containsExactly("15 of 48", "30 of 48");
    }
  }

  @Test
  void howLongItWillTakeFollowsFromHowLongItTook() {
    Instant began = clock.instant();
    CatchUp quarter = new CatchUp(began, began.plusSeconds(60), 25, 100);
    assertThat(quarter.left()).contains(Duration.ofMinutes(3));
    assertThat(new CatchUp(began, began.plusSeconds(60), 0, 100).left()).isEmpty();
  }
}
