package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.FLOW_LOG;
import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a blob that stays open, or a listing that fails, is come back to at every poll, and
 * that nothing else is listed again because of it.
 */
class OpenHoursTest {

  private static final String MAC = "000D3A1B2C01";
  private static final String BAD = "000D3A1BBBBB";
  private static final String AUGUST_30 = FLOW_LOG + "/y=2026/m=08/d=30";
  private static final String AUGUST_31 = FLOW_LOG + "/y=2026/m=08/d=31";
  private static final String SEPTEMBER_1 = FLOW_LOG + "/y=2026/m=09/d=01";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private PolledDirectory source;

  @BeforeEach
  void start() throws IOException {
    source = new PolledDirectory(folder, clock);
    restart(Duration.ofHours(24));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private void restart(Duration back) {
    source.start(
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            new Start(back, null),
            Duration.ZERO,
            Duration.ofHours(6)));
  }

  private Instant done() {
    return source.cursor().hour("lake", FLOW_LOG).orElseThrow();
  }

  /** A minute later; how many list calls a poll makes in which a text in blob names fails. */
  private long callsOfAPoll(String failing) throws IOException {
    clock.minutes(1);
    long before = source.listCalls();
    source.poll(failing);
    return source.listCalls() - before;
  }

  @Test
  void aBlobThatStaysOpenForDaysCostsOneListingAPoll() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T05", BAD), 1);
    source.poll(BAD);
    long before = source.listCalls();
    long days = 5;
    for (int minute = 0; minute < days * 24 * 60; minute++) {
      clock.minutes(1);
      assertThat(source.poll(BAD)).isEmpty();
    }
    long openHour = 60;
    long discovery = 6 * 3;
    long newHour = 1;
    long recheck = 2;
    assertThat(source.listCalls() - before)
        .isLessThanOrEqualTo(days * 24 * (openHour + discovery + newHour + recheck));
    assertThat(done()).isEqualTo("2026-09-01T05:00:00Z");
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 1, 0, 1));

    clock.minutes(1);
    assertThat(source.poll()).containsExactly("01T05 " + BAD + "=2");
    assertThat(done()).as("no poll had to list the days between").isEqualTo("2026-09-06T10:00:00Z");
    assertThat(callsOfAPoll("nothing fails")).isZero();
  }

  @Test
  void aRestartListsEverythingFromTheOpenBlobOn() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T05", BAD), 1);
    source.write(name(FLOW_LOG, "2026-09-01T06", MAC), 1);
    source.poll(BAD);
    clock.set("2026-09-04T10:20:00Z");
    source.poll(BAD);
    source.write(name(FLOW_LOG, "2026-09-02T12", MAC), 1);
    assertThat(callsOfAPoll(BAD)).isEqualTo(1);
    restart(Duration.ofHours(24));
    assertThat(source.poll())
        .as("late beyond the recheck, but behind what was done")
        .containsExactly("01T05 " + BAD + "=2", "02T12 " + MAC + "=2");
    assertThat(done()).isEqualTo("2026-09-04T10:00:00Z");
  }

  @Test
  void openBlobsOfManyHoursOfADayAreListedByTheDay() throws IOException {
    for (int hour = 0; hour < 9; hour++) {
      source.write(name(FLOW_LOG, "2026-09-01T0" + hour, BAD), 1);
    }
    source.write(name(FLOW_LOG, "2026-08-31T20", BAD), 1);
    source.write(name(FLOW_LOG, "2026-08-31T22", BAD), 1);
    source.poll(BAD);
    assertThat(source.lastResult().openBlobs()).isEqualTo(11);
    assertThat(callsOfAPoll(BAD)).as("two hours, and a day").isEqualTo(3);
    assertThat(callsOfAPoll("/d=01/")).isEqualTo(3);
    assertThat(done()).isEqualTo("2026-09-01T00:00:00Z");
    assertThat(callsOfAPoll("nothing fails")).isEqualTo(1);
    assertThat(done()).isEqualTo("2026-09-01T10:00:00Z");
    assertThat(callsOfAPoll("nothing fails")).isZero();
  }

  @Test
  void whatWasListedBeforeAListingFailedIsNotListedAgain() throws IOException {
    restart(Duration.ofDays(2));
    source.write(name(FLOW_LOG, "2026-08-30T12", MAC), 1);
    source.write(name(FLOW_LOG, "2026-08-31T12", MAC), 2);
    source.write(name(FLOW_LOG, "2026-09-01T08", MAC), 3);
    source.breakListing(AUGUST_31);
    assertThat(source.poll()).containsExactly("30T12 " + MAC + "=2");
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 0, 0, 1));
    assertThat(done()).isEqualTo("2026-08-31T00:00:00Z");
    assertThat(callsOfAPoll("nothing fails")).as("the day that fails").isEqualTo(1);

    source.mendListing(AUGUST_31);
    clock.minutes(1);
    long before = source.listCalls();
    assertThat(source.poll()).containsExactly("31T12 " + MAC + "=4", "01T08 " + MAC + "=6");
    assertThat(source.listCalls() - before).as("that day, and the next").isEqualTo(2);
    assertThat(done()).isEqualTo("2026-09-01T10:00:00Z");
  }

  @Test
  void aRecheckThatFailsIsMadeAtTheNextPoll() throws IOException {
    source.write(name(FLOW_LOG, "2026-08-31T12", MAC), 1);
    source.write(name(FLOW_LOG, "2026-09-01T09", MAC), 1);
    source.poll();
    source.write(name(FLOW_LOG, "2026-09-01T08", BAD), 1);
    source.breakListing(AUGUST_31);
    clock.minutes(60);
    assertThat(source.poll()).isEmpty();
    assertThat(source.lastResult().failures()).isEqualTo(1);
    assertThat(done()).isEqualTo("2026-09-01T10:00:00Z");

    source.mendListing(AUGUST_31);
    clock.minutes(1);
    assertThat(source.poll()).containsExactly("01T08 " + BAD + "=2");
    assertThat(done()).isEqualTo("2026-09-01T11:00:00Z");
    assertThat(callsOfAPoll("nothing fails")).isZero();
  }

  @Test
  void anOpenBlobStaysOpenWhileItsHourCannotBeListed() throws IOException {
    source.write(name(FLOW_LOG, "2026-09-01T05", BAD), 1);
    source.poll(BAD);
    source.breakListing(SEPTEMBER_1 + "/h=05");
    source.write(name(FLOW_LOG, "2026-09-01T10", MAC), 1);
    clock.set("2026-09-01T11:15:00Z");
    assertThat(source.poll()).isEmpty();
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 1, 0, 1));
    assertThat(done()).isEqualTo("2026-09-01T05:00:00Z");

    source.mendListing(SEPTEMBER_1 + "/h=05");
    clock.minutes(1);
    assertThat(source.poll()).containsExactly("01T05 " + BAD + "=2", "01T10 " + MAC + "=2");
    assertThat(done()).isEqualTo("2026-09-01T11:00:00Z");
  }

  @Test
  void aBlobThatIsRemovedIsOpenNoMore() throws IOException {
    String bad = name(FLOW_LOG, "2026-09-01T05", BAD);
    source.write(bad, 1);
    source.poll(BAD);
    source.delete(bad);
    assertThat(callsOfAPoll("nothing fails")).isEqualTo(1);
    assertThat(source.lastResult().caughtUp()).isTrue();
    assertThat(done()).isEqualTo("2026-09-01T10:00:00Z");
  }

  @Test
  void aPollThatIsCutOffForgetsNothing() throws IOException {
    restart(Duration.ofDays(2));
    source.write(name(FLOW_LOG, "2026-08-30T12", MAC), 1);
    source.write(name(FLOW_LOG, "2026-08-31T12", MAC), 1);
    source.breakListing(AUGUST_30);
    assertThat(source.poll()).isEmpty();
    source.mendListing(AUGUST_30);
    source.dueBlobs().begin().next();
    assertThat(source.poll()).containsExactly("30T12 " + MAC + "=2", "31T12 " + MAC + "=2");
    assertThat(done()).isEqualTo("2026-09-01T10:00:00Z");
  }
}
