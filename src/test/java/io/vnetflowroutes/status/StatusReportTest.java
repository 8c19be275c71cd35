package io.vnetflowroutes.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.state.FlowLogProgress;
import io.vnetflowroutes.state.LastPoll;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves when a service is well, and what the status prints of it. */
final class StatusReportTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final FlowLogProgress PROGRESS =
      new FlowLogProgress(
          "prod",
          "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_HUB-G-FLOWLOG",
          Instant.parse("2026-01-31T10:00:00Z"),
          Instant.parse("2026-01-31T09:00:00Z"),
          NOW.minusSeconds(300),
          2);

  @TempDir private Path folder;

  private static Status status(
      Duration lag, int failures, SpoolContents spooled, SourceProblem... problems) {
    return new Status(
        true,
        null,
        new LastPoll(NOW.minusSeconds(42), 1, 2, failures),
        List.of(problems),
        List.of(new FlowLogStatus(PROGRESS, lag)),
        Map.of("siem", spooled),
        new DeadLetterStatus(DeadLetterCount.NONE, true, null));
  }

  private static String page(Status status) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new StatusReport(status, NOW, new PrintStream(printed, true, StandardCharsets.UTF_8)).page();
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String json(Status status) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new StatusReport(status, NOW, new PrintStream(printed, true, StandardCharsets.UTF_8)).json();
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aServiceThatNeitherLagsNorWaitsIsWell() {
    assertThat(status(Duration.ofMinutes(10), 0, SpoolContents.NONE).well()).isTrue();
    assertThat(status(Duration.ofMinutes(11), 0, SpoolContents.NONE).well()).isFalse();
    assertThat(status(Duration.ZERO, 1, SpoolContents.NONE).well()).isFalse();
    assertThat(status(Duration.ZERO, 0, new SpoolContents(1, 10, NOW, "")).well()).isFalse();
  }

  @Test
  void thePageSaysWhatLagsAndWhatWaits() {
    String page =
        page(
            status(
                Duration.ofMinutes(75),
                1,
                new SpoolContents(3, 2048, NOW.minusSeconds(120), "it answered 503")));
    assertThat(page)
        .startsWith("The service runs; its last poll ended 42 s ago with 1 failure\n")
        .containsPattern("prod +2026-01-31T10:00:00Z +1 h 15 min +5 min ago +2 ")
        .containsPattern("siem +3 messages +2.0 KB +2 min +it answered 503\n")
        .contains("No dead letters.");
  }

  @Test
  void aSourceThatCannotBeListedIsNamedWithItsReason() throws IOException {
    Status status =
        status(
            Duration.ZERO,
            1,
            SpoolContents.NONE,
            new SourceProblem("prod", NOW.minusSeconds(150), "The account is down."));
    assertThat(page(status)).contains("\nSource 'prod', for 2 min: The account is down.\n");
    assertThat(json(status))
        .contains(
            "\"failing_sources\":[{\"source\":\"prod\",\"since\":\"2026-01-31T11:57:30Z\","
                + "\"reason\":\"The account is down.\"}]");
  }

  @Test
  void ofManyDeadLettersOnlyTheSizeIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("one.ndjson"), "{\"flows\":3}\n");
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    assertThat(DeadLetterStatus.of(List.of(file), 12))
        .isEqualTo(new DeadLetterStatus(new DeadLetterCount(1, 12, 3, 0), true, NOW));
    assertThat(DeadLetterStatus.of(List.of(file), 11))
        .isEqualTo(new DeadLetterStatus(new DeadLetterCount(1, 12, 0, 0), false, NOW));
  }

  @Test
  void filesOfTheDeadLetterAreCountedUnlessTheyAreGoneMeanwhile() throws IOException {
    Path letter = Files.writeString(folder.resolve("one.ndjson"), "12345");
    Files.setLastModifiedTime(letter, FileTime.from(NOW));
    DeadLetterStatus found =
        DeadLetterStatus.of(List.of(letter, folder.resolve("replayed-meanwhile.ndjson")));
    assertThat(found).isEqualTo(new DeadLetterStatus(new DeadLetterCount(1, 5, 0, 0), true, NOW));
  }

  @Test
  void aServiceThatReceivesSaysWhatAndHowMuchWaits() {
    Status status =
        new Status(
            true,
            new Receiving("flowlogs.batches", "flowlogs-lake"),
            new LastPoll(NOW.minusSeconds(4), 3, 12, 1),
            List.of(),
            List.of(),
            Map.of("lake", SpoolContents.NONE),
            new DeadLetterStatus(DeadLetterCount.NONE, true, null));
    assertThat(page(status))
        .contains(
            "it receives topic 'flowlogs.batches' in group 'flowlogs-lake'; 4 s ago it had 3"
                + " partitions, of which 12 batches waited; the first batch of 1 partition was not taken")
        .doesNotContain("SOURCE");
    assertThat(status.well()).isFalse();
  }
}
