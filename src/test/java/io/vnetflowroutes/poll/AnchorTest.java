package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.FLOW_LOG;
import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.parse.ParseLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that a blob that is followed as it grows costs hardly more bytes than were written, and
 * that one that was written anew is found all the same.
 */
class AnchorTest {

  private static final String MAC = "000D3A0A0001";
  private static final String BLOB = name(FLOW_LOG, "2026-09-01T10", MAC);
  private static final String FOUND = "01T10 " + MAC + '=';
  private static final String ANEW = FOUND + "-1";
  private static final String NOTHING_NEW = FOUND + '0';

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:01:00Z");
  private PolledDirectory source;

  @BeforeEach
  void create() throws IOException {
    source = new PolledDirectory(folder, clock);
    start();
  }

  private void start() {
    source.start(schedule(24));
  }

  private static Schedule schedule(int recheckHours) {
    return new Schedule(
        Duration.ZERO,
        Duration.ofHours(recheckHours),
        new Start(Duration.ofHours(24), null),
        Duration.ZERO,
        Duration.ofHours(6));
  }

  @AfterEach
  void close() {
    source.close();
  }

  /** A blob of records of forty flows, all of the same length, that begin at a minute. */
  private static String text(int minute, int records) {
    return FlowLogText.blob(
        IntStream.range(minute, minute + records).mapToObj(i -> record(i)).toArray(String[]::new));
  }

  private static String record(int minute) {
    String tuple = FlowLogText.DENIED.replaceFirst("\\d\\d,", minute + ",");
    return FlowLogText.record(minute, Collections.nCopies(40, tuple).toArray(String[]::new));
  }

  private void toTheEndOfTheHour() {
    clock.set("2026-09-01T12:16:00Z");
  }

  private void grow(int minute, int records) throws IOException {
    source.writeText(BLOB, text(minute, records));
    assertThat(source.poll()).containsExactly(FOUND + 40);
  }

  private void assertReadAnewAndNeverCompared(int flows) throws IOException {
    assertThat(source.poll()).containsExactly(ANEW);
    assertThat(source.poll()).containsExactly(FOUND + flows);
    toTheEndOfTheHour();
    assertThat(source.poll()).isEmpty();
  }

  /** The whole anchor at the first growth, which an hour of growth makes up for. */
  @Test
  void hardlyMoreIsReadThanWasWritten() throws IOException {
    for (int records = 1; records <= 60; records++) {
      grow(0, records);
    }
    toTheEndOfTheHour();
    assertThat(source.poll()).containsExactly(NOTHING_NEW);
    assertThat(source.bytesRead())
        .isGreaterThan(text(0, 60).length())
        .isLessThan(text(0, 60).length() * 101L / 100);
  }

  @Test
  void anHourThatIsOverIsComparedOnce() throws IOException {
    grow(10, 1);
    grow(10, 2);
    long before = source.bytesRead();
    toTheEndOfTheHour();
    assertThat(source.poll()).containsExactly(NOTHING_NEW);
    assertThat(source.bytesRead() - before).isEqualTo(128);
    clock.minutes(61);
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void aBlobReadAtOnceIsNotCompared() throws IOException {
    grow(10, 1);
    toTheEndOfTheHour();
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void aRewritingIsFoundAtTheFirstGrowth() throws IOException {
    grow(10, 1);
    source.writeText(BLOB, text(50, 2));
    assertReadAnewAndNeverCompared(80);
  }

  @Test
  void aLaterOneThatEndsAlikeIsFoundWhenTheHourIsOver() throws IOException {
    grow(10, 1);
    grow(10, 2);
    grow(50, 3);
    grow(50, 4);
    assertThat(source.poll()).isEmpty();
    toTheEndOfTheHour();
    assertThat(source.poll()).containsExactly(ANEW);
    assertThat(source.poll()).as("all that there is").containsExactly(FOUND + 160);
    clock.minutes(61);
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void aLaterOneOfTheSameLengthIsFoundAtOnce() throws IOException {
    grow(10, 1);
    grow(10, 2);
    source.writeText(BLOB, text(50, 2));
    assertReadAnewAndNeverCompared(80);
  }

  @Test
  void aRestartForgetsNoAnchor() throws IOException {
    grow(10, 1);
    grow(10, 2);
    grow(50, 3);
    toTheEndOfTheHour();
    start();
    assertThat(source.poll()).containsExactly(ANEW);
  }

  @Test
  void whatGrewLateIsReadBeforeTheHourIsCompared() throws IOException {
    grow(10, 1);
    grow(10, 2);
    toTheEndOfTheHour();
    grow(10, 3);
    clock.minutes(61);
    assertThat(source.poll()).containsExactly(NOTHING_NEW);
    clock.minutes(61);
    assertThat(source.poll()).isEmpty();
  }

  /** The whole anchor each time, as nothing would be compared later. */
  @Test
  void withAShortRecheckARewritingIsFoundAtOnce() throws IOException {
    source.start(schedule(3));
    grow(10, 1);
    grow(10, 2);
    source.writeText(BLOB, text(50, 3));
    assertReadAnewAndNeverCompared(120);
  }

  /** Of a record that is too long the end is not known, so that there is no anchor. */
  @Test
  void behindRecordsThatAreTooLongNothingIsCompared() throws IOException {
    source.start(schedule(24), new ParseLimits(1_000_000, 1 << 30, 1_000));
    for (int records = 1; records <= 3; records++) {
      source.writeText(BLOB, text(10, records));
      assertThat(source.poll()).containsExactly(NOTHING_NEW);
    }
    toTheEndOfTheHour();
    assertThat(source.poll()).isEmpty();
  }

  /** It is no loss, and so neither open nor said. */
  @Test
  void aBlobThatIsRemovedBeforeItIsComparedIsNotOpen() throws IOException {
    grow(10, 1);
    grow(10, 2);
    toTheEndOfTheHour();
    assertThat(source.poll(MAC)).isEmpty();
    assertThat(source.lastResult().openBlobs()).isZero();
    source.delete(BLOB);
    clock.minutes(61);
    assertThat(source.poll()).isEmpty();
    assertThat(source.cursor().hour("lake", FLOW_LOG))
        .contains(Instant.parse("2026-09-01T13:00:00Z"));
  }
}
