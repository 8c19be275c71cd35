package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.FLOW_LOG;
import static io.vnetflowroutes.poll.PolledDirectory.OTHER;
import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vnetflowroutes.FlowLogText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves poll by poll which blobs are due, what they cost, and when an hour is done. */
class DueBlobsTest {

  /** The list calls of a discovery: one for each level above the flow logs. */
  private static final int DISCOVERY = 3;

  private static final String MAC = "000D3A1B2C01";
  private static final String MAC2 = "000D3A1B2C02";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private PolledDirectory source;

  private static Schedule schedule(int delayMinutes) {
    return new Schedule(
        Duration.ofMinutes(delayMinutes),
        Duration.ofHours(24),
        new Start(Duration.ofHours(24), null),
        Duration.ZERO,
        Duration.ofHours(6));
  }

  @BeforeEach
  void start() throws IOException {
    source = new PolledDirectory(folder, clock);
    source.start(schedule(75));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private Optional<Instant> done() {
    return source.cursor().hour("lake", FLOW_LOG);
  }

  @Test
  void aFirstStartReads24HoursBackOldestFirst() throws IOException {
    source.write(name(FLOW_LOG, "2026-08-31T09", MAC), 1);
    source.write(name(FLOW_LOG, "2026-08-31T10", MAC), 2);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC2), 4);
    source.write(name(FLOW_LOG, "2026-09-01T10", MAC), 5);
    assertThat(source.poll())
        .containsExactly("31T10 " + MAC + "=4", "01T09 " + MAC + "=6", "01T09 " + MAC2 + "=8");
    assertThat(done()).contains(Instant.parse("2026-09-01T10:00:00Z"));
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 0, 0, 0));
    assertThat(source.lastResult().caughtUp()).isTrue();
  }

  @Test
  void unchangedBlobsAreNotDueAndAPollWithoutANewHourCostsNoMoreThanDiscoveries()
      throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    assertThat(source.poll()).hasSize(1);
    long before = source.listCalls();
    for (int i = 0; i < 50; i++) {
      clock.minutes(1);
      assertThat(source.poll()).isEmpty();
    }
    assertThat(source.listCalls() - before).isEqualTo(5L * DISCOVERY);
  }

  @Test
  void aNewHourCostsOneListingOfThatHour() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    source.poll();
    clock.set("2026-09-01T11:14:59Z");
    source.write(name(FLOW_LOG, "2026-09-01T10", MAC), 1);
    assertThat(source.poll()).as("not due yet").isEmpty();
    long before = source.listCalls();
    clock.set("2026-09-01T11:15:00Z");
    assertThat(source.poll()).containsExactly("01T10 " + MAC + "=2");
    assertThat(source.listCalls() - before).as("the hour, and nothing rechecked").isEqualTo(1);
  }

  @Test
  void aDayOfPollingCostsAnHourlyListingRecheckAndDiscovery() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    source.poll();
    long before = source.listCalls();
    for (int i = 0; i < 24 * 60; i++) {
      clock.minutes(1);
      source.poll();
    }
    int newHour = 1;
    int recheck = 2;
    assertThat(source.listCalls() - before)
        .isLessThanOrEqualTo(24L * (6 * DISCOVERY + newHour + recheck));
  }

  @Test
  void aBlobThatGrewIsReadFromWhereItWasLeft() throws IOException {
    source.start(schedule(0));
    clock.set("2026-09-01T10:01:00Z");
    String blob = name(FLOW_LOG, "2026-09-01T10", MAC);
    int total = 0;
    for (int records = 1; records <= 5; records++) {
      source.write(blob, records);
      assertThat(source.poll()).containsExactly("01T10 " + MAC + "=2");
      total += 2;
      assertThat(source.poll()).isEmpty();
      clock.minutes(1);
    }
    assertThat(total).isEqualTo(10);
    assertThat(done())
        .as("the hour may still grow")
        .contains(Instant.parse("2026-09-01T09:00:00Z"));
  }

  @Test
  void withoutDelayTheTwoHotHoursAreListedAndNoMore() throws IOException {
    source.start(schedule(0));
    clock.set("2026-09-01T10:00:00Z");
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    long before = source.listCalls();
    clock.minutes(9);
    source.poll();
    assertThat(source.listCalls() - before).isEqualTo(2);
    clock.minutes(9);
    source.poll();
    before = source.listCalls();
    clock.minutes(9);
    source.poll();
    assertThat(source.listCalls() - before).isEqualTo(1);
  }

  @Test
  void aBlobThatShrankIsReadFromItsStart() throws IOException {
    String blob = name(FLOW_LOG, "2026-09-01T09", MAC);
    source.write(blob, 5);
    source.poll();
    clock.set("2026-09-01T11:20:00Z");
    source.write(blob, 2);
    assertThat(source.poll()).containsExactly("01T09 " + MAC + "=4");
  }

  @Test
  void aBlobWrittenAnewIsReadFromItsStart() throws IOException {
    String blob = name(FLOW_LOG, "2026-09-01T09", MAC);
    source.write(blob, 1);
    source.poll();
    clock.set("2026-09-01T11:20:00Z");
    String other =
        FlowLogText.record(2, FlowLogText.DENIED, FlowLogText.DENIED, FlowLogText.DENIED);
    source.writeText(blob, FlowLogText.blob(other, FlowLogText.twoFlows(3)));
    assertThat(source.poll()).containsExactly("01T09 " + MAC + "=-1");
    assertThat(source.poll()).containsExactly("01T09 " + MAC + "=5");
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void lateBlobsOfHoursReadAreFoundAtMostHourly() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    source.write(name(FLOW_LOG, "2026-09-01T08", MAC2), 2);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    clock.minutes(30);
    assertThat(source.poll()).isEmpty();
    clock.minutes(30);
    assertThat(source.poll()).containsExactly("01T08 " + MAC2 + "=4", "01T09 " + MAC + "=4");
    clock.minutes(60);
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void hoursOlderThanTheRecheckAreLeft() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    clock.set("2026-09-02T12:20:00Z");
    source.poll();
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 3);
    clock.minutes(60);
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void aFlowLogThatAppearsLaterIsFoundWithinTenMinutes() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    source.write(name(OTHER, "2026-09-01T09", MAC), 2);
    clock.minutes(9);
    assertThat(source.poll()).isEmpty();
    clock.minutes(1);
    assertThat(source.poll()).containsExactly("other 01T09 " + MAC + "=4");
    assertThat(source.lastResult().flowLogs()).isEqualTo(2);
  }

  @Test
  void anHourIsNotDoneWhileABlobIsOpen() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T08", MAC), 1);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC2), 1);
    assertThat(source.poll("h=08")).hasSize(2);
    assertThat(done()).contains(Instant.parse("2026-09-01T08:00:00Z"));
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 1, 0, 1));
    clock.minutes(1);
    assertThat(source.poll()).containsExactly("01T08 " + MAC + "=2");
    assertThat(done()).contains(Instant.parse("2026-09-01T10:00:00Z"));
  }

  @Test
  void aBlobOfARecheckedHourThatFailsIsTriedAtTheNextPoll() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    source.write(name(FLOW_LOG, "2026-09-01T08", MAC2), 2);
    clock.minutes(60);
    assertThat(source.poll("h=08")).isEmpty();
    assertThat(source.lastResult().openBlobs()).isEqualTo(1);
    clock.minutes(1);
    assertThat(source.poll()).containsExactly("01T08 " + MAC2 + "=4");
  }

  @Test
  void aRestartGoesOnWhereItStopped() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T08", MAC), 1);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 2);
    source.poll("h=09");
    source.start(schedule(75));
    assertThat(source.poll()).containsExactly("01T09 " + MAC + "=4");
    source.start(schedule(75));
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void aRestartAfterDaysReadsAllThatWasMissed() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    for (int day = 2; day <= 9; day++) {
      source.write(name(FLOW_LOG, "2026-09-0" + day + "T00", MAC), 1);
    }
    clock.set("2026-09-09T10:20:00Z");
    source.start(schedule(75));
    assertThat(source.poll()).hasSize(8).isSorted();
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void oddFilesAreNotDue() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.writeText(name(FLOW_LOG, "2026-09-01T09", MAC2), "");
    source.writeText(name(FLOW_LOG, "2026-09-01T09", "X").replace("PT1H.json", "x.txt"), "x");
    assertThat(source.poll()).containsExactly("01T09 " + MAC + "=2");
    assertThat(source.lastResult().caughtUp()).isTrue();
  }

  @Test
  void aClockThatGoesBackReadsNothingTwice() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    clock.set("2026-09-01T05:20:00Z");
    assertThat(source.poll()).isEmpty();
    clock.set("2026-09-01T10:30:00Z");
    assertThat(source.poll()).isEmpty();
    assertThat(done()).contains(Instant.parse("2026-09-01T10:00:00Z"));
  }

  @Test
  void aStopEndsThePollInOrderWhereverItStands() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC2), 1);
    source.write(name(OTHER, "2026-09-01T09", MAC), 1);
    Poll due = source.dueBlobs().begin();
    assertThat(due.hasNext()).isTrue();
    due.next();
    source.dueBlobs().stop();
    assertThat(due.hasNext()).isFalse();
    assertThatCode(due::finish).doesNotThrowAnyException();
    source.start(schedule(75));
    assertThat(source.poll()).as("nothing was passed over").hasSize(3);
  }
}
