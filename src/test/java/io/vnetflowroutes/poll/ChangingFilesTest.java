package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.FLOW_LOG;
import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that a file of an hour long ago that is being copied in is neither cut into dead letters
 * nor left at half, and that what stays cut becomes one dead letter.
 */
class ChangingFilesTest {

  private static final String MAC = "000D3A1B2C01";
  private static final String WHOLE =
      FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1), FlowLogText.twoFlows(2));
  private static final int CUT = WHOLE.length() / 2 + 77;

  @TempDir private Path folder;

  /** Files get times by this clock: that of the file system is ahead of it, and so counts less. */
  private final SettableClock clock =
      new SettableClock(
          Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS).toString());

  private PolledDirectory source;

  @BeforeEach
  void start() throws IOException {
    source = new PolledDirectory(folder, clock);
    restart();
  }

  private void restart() {
    source.start(
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            Start.BEGINNING,
            Duration.ofDays(35),
            Duration.ZERO));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private String blob(int hoursAgo) {
    return name(FLOW_LOG, clock.instant().minus(hoursAgo, ChronoUnit.HOURS).toString(), MAC);
  }

  private void write(String blob, String text, Instant time) throws IOException {
    source.fileTime(time);
    source.writeText(blob, text);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30, 300})
  void aFileThatIsCopiedInIsReadOnWhereItWasCut(int hoursAgo) throws IOException {
    String blob = blob(hoursAgo);
    write(blob, WHOLE.substring(0, CUT), clock.instant());
    assertThat(flows(source.poll())).isEqualTo(2);
    clock.minutes(1);
    source.poll();
    assertThat(source.deadLetters()).isEmpty();
    clock.minutes(1);
    write(blob, WHOLE, clock.instant());
    assertThat(flows(source.poll())).isEqualTo(4);
    clock.minutes(6);
    source.poll();
    assertThat(source.deadLetters()).isEmpty();
    long calls = source.listCalls();
    clock.minutes(1);
    assertThat(source.poll()).isEmpty();
    assertThat(source.listCalls() - calls).as("its hour is left alone").isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30, 300})
  void aRestartInTheMiddleOfACopyForgetsNoHour(int hoursAgo) throws IOException {
    String blob = blob(hoursAgo);
    String half = WHOLE.substring(0, WHOLE.indexOf(FlowLogText.twoFlows(1)) - 1);
    write(blob, half, clock.instant());
    assertThat(flows(source.poll())).isEqualTo(2);
    restart();
    clock.minutes(20);
    write(blob, WHOLE, clock.instant());
    assertThat(flows(source.poll())).isEqualTo(4);
  }

  @Test
  void whatStaysCutIsOneDeadLetter() throws IOException {
    String blob = blob(30);
    write(blob, WHOLE.substring(0, CUT), clock.instant());
    source.poll();
    for (int minute = 0; minute < 10; minute++) {
      clock.minutes(1);
      source.poll();
    }
    assertThat(source.deadLetters()).containsExactly("The blob ends inside the record");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30, 300})
  void anHourStaysOpenUntilWhatIsCutIsReadOrADeadLetter(int hoursAgo) throws IOException {
    Instant hour = clock.instant().minus(hoursAgo, ChronoUnit.HOURS);
    String blob = blob(hoursAgo);
    write(blob, WHOLE.substring(0, CUT), clock.instant());
    source.poll();
    assertOpen(hour);
    restart();
    clock.minutes(1);
    assertThat(source.poll()).as("nothing new").isEmpty();
    assertOpen(hour);
    clock.minutes(30);
    source.poll();
    assertThat(source.deadLetters()).containsExactly("The blob ends inside the record");
    assertThat(source.lastResult()).isEqualTo(new PollResult(1, 0, 0, 0));
    assertThat(done()).isAfter(hour);
    assertThat(source.dueBlobs().settled(hour)).isTrue();
  }

  @Test
  void anHourIsDoneOnceWhatWasCutIsWhole() throws IOException {
    Instant hour = clock.instant().minus(30, ChronoUnit.HOURS);
    write(blob(30), WHOLE.substring(0, CUT), clock.instant());
    source.poll();
    clock.minutes(1);
    write(blob(30), WHOLE, clock.instant());
    assertThat(flows(source.poll())).isEqualTo(4);
    assertThat(source.lastResult().caughtUp()).isTrue();
    assertThat(done()).isAfter(hour);
  }

  private void assertOpen(Instant hour) {
    assertThat(source.deadLetters()).isEmpty();
    assertThat(done()).isEqualTo(hour);
    assertThat(source.dueBlobs().settled(hour)).isFalse();
    assertThat(source.dueBlobs().lags())
        .allMatch(lag -> lag.overdue().compareTo(Duration.ofMinutes(44)) > 0);
    assertThat(source.summary().flowLogs()).allMatch(flowLog -> flowLog.unfinishedBlobs() == 1);
    PollResult result = source.lastResult();
    assertThat(result).isEqualTo(new PollResult(1, 1, 1, 0));
    assertThat(result.caughtUp()).isFalse();
    assertThat(result.worthAnotherPoll()).as("at once it brings nothing").isFalse();
  }

  private Instant done() {
    return source.dueBlobs().done().get(0).before();
  }

  @Test
  void aFileThatIsOldIsNotWaitedFor() throws IOException {
    write(blob(30), WHOLE.substring(0, CUT), clock.instant().minus(1, ChronoUnit.HOURS));
    source.poll();
    assertThat(source.deadLetters()).containsExactly("The blob ends inside the record");
  }

  @Test
  void aTimeThatACopyKeepsDoesNotMakeAFileOld() throws IOException {
    clock.set(Instant.now().plusSeconds(60).toString());
    String blob = blob(30);
    write(blob, WHOLE.substring(0, CUT), Instant.now().minus(30, ChronoUnit.HOURS));
    source.poll();
    assertThat(source.deadLetters()).isEmpty();
    write(blob, WHOLE, Instant.now().minus(29, ChronoUnit.HOURS));
    assertThat(flows(source.poll())).isEqualTo(4);
    assertThat(source.deadLetters()).isEmpty();
  }

  @Test
  void aFileThatIsCopiedOverADeliveredOneIsNotDeliveredAgain() throws IOException {
    String blob = blob(5);
    write(blob, WHOLE, clock.instant());
    assertThat(flows(source.poll())).isEqualTo(6);
    for (String part : List.of(WHOLE.substring(0, 20), WHOLE.substring(0, CUT), zeros(), WHOLE)) {
      clock.minutes(1);
      write(blob, part, clock.instant());
      assertThat(source.poll()).allMatch(read -> read.endsWith("=0") || read.endsWith("=-1"));
    }
    clock.minutes(1);
    write(blob, WHOLE.replace("50001", "50009"), clock.instant());
    source.poll();
    clock.minutes(6);
    source.poll();
    clock.minutes(1);
    assertThat(flows(source.poll())).as("it stayed another").isEqualTo(6);
  }

  private static String zeros() {
    return WHOLE.substring(0, 20) + "\0".repeat(WHOLE.length() - 20);
  }

  private static int flows(List<String> read) {
    return read.stream().mapToInt(text -> Integer.parseInt(text.replaceFirst(".*=", ""))).sum();
  }
}
