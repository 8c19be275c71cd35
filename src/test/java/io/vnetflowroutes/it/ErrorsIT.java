package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise that nothing thrown stops the program silently: whatever is thrown becomes a sentence
 * and another try, or ends the process with a code of its own.
 */
final class ErrorsIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int SUDDEN_END = 3;
  private static final String OURS = "io.vnetflowroutes.";

  /** What is called on the way of a blob and of a message; each is tried again. */
  private static final List<String> TRIED_AGAIN =
      Stream.of(
              "camel.PollSteps.poll",
              "poll.DueBlobs.begin",
              "poll.DueBlobs.search",
              "camel.PollSteps.finish",
              "poll.Poll.finish",
              "poll.FlowLogHours.begin",
              "poll.FlowLogHours.next",
              "poll.FlowLogHours.addIfGrown",
              "source.DirectoryContainer.folders",
              "source.DirectoryContainer.pages",
              "source.DirectoryContainer.open",
              "read.BlobReader.read",
              "read.BlobReader.finish",
              "camel.SplitReading.hasNext",
              "read.Reading.hasNext",
              "camel.SplitReading.next",
              "read.Reading.next",
              "parse.Batches.next",
              "parse.RecordParser.parse",
              "state.Cursor.plan",
              "state.Cursor.commit",
              "state.Statements.commit",
              "state.Statements.update",
              "camel.DeliveryRepository.add",
              "filter.Filter.select",
              "derive.CommunityId.of",
              "deliver.Destination.messages",
              "deliver.Destination.load",
              "message.Deliveries.hasNext",
              "message.Deliveries.next",
              "deliver.Attempts.make",
              "deliver.Attempts.begin",
              "deliver.Attempts.ends",
              "deliver.Attempt.send",
              "deliver.Attempt.runBy",
              "deliver.Attempt.outcome",
              "outcome.SendOutcome.word",
              "outcome.SendFailure.of",
              "message.Delivery.holds",
              "format.FlatFormat.write",
              "queue.Spool.holds",
              "queue.Spool.keep",
              "queue.Spool.keepRest",
              "queue.Spool.oldestFirst",
              "queue.Spool.due",
              "queue.Spool.head",
              "queue.SpoolLane.head",
              "queue.SpoolLanes.add",
              "queue.SpoolLane.done",
              "spool.SegmentLog.append",
              "spool.SegmentLog.force",
              "spool.SegmentLog.read",
              "spool.FrontFile.write",
              "queue.RetrySchedule.due",
              "queue.Spool.sent",
              "message.DeliveryFile.write",
              "telemetry.Counters.attempted",
              "telemetry.Counters.batch")
          .map(OURS::concat)
          .toList();

  /** What Camel calls between its steps, where nothing can be saved. */
  private static final List<String> FATAL =
      List.of(
          OURS + "state.StateWriter.commit",
          OURS + "deliver.EveryAcknowledgement.aggregate",
          "org.apache.camel.processor.Pipeline$PipelineTask.run",
          "org.apache.camel.component.timer.TimerConsumer.sendTimerExchange");

  @TempDir private Path dir;

  @Test
  void whateverIsThrownIsSaidAndTriedAgain() {
    Archive archive = new Archive(dir.resolve("archive")).grow(30);
    ErrorSeams seams = new ErrorSeams(dir.resolve("agent"), TRIED_AGAIN);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(dir.resolve("work"), settings(archive, siem)).with(seams.options())) {
      siem.answerAlways(503);
      program.start();
      program.awaitLine("Poll finished.*messages_spooled");
      siem.answerAlways(200);
      awaitAll(archive, seams, siem, program, new ArrayList<>());
      assertThat(TRIED_AGAIN)
          .filteredOn(seam -> !program.output().contains(": a test at " + seam + "("))
          .as("what was thrown and not said in:\n" + program.output())
          .isEmpty();
      assertThat(program.sigterm()).as(program.output()).isZero();
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
      Flows.inBodies(siem.accepted()).assertAll(archive.tuples());
    }
  }

  @Test
  void whatIsThrownInTheMiddleOfCamelEndsTheProcessWithACode() throws IOException {
    Archive archive = new Archive(dir.resolve("archive")).grow(30);
    ErrorSeams seams = new ErrorSeams(dir.resolve("agent"), FATAL).oneInAProcess();
    List<String> said = new ArrayList<>();
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(dir.resolve("work"), settings(archive, siem)).with(seams.options())) {
      program.start();
      awaitAll(archive, seams, siem, program, said);
      assertThat(said)
          .allSatisfy(output -> assertThat(output).contains("The program ends, with exit code 3"));
      assertThat(FATAL)
          .allSatisfy(
              seam -> assertThat(String.join("\n", said)).contains(": a test at " + seam + "("));
      program.sigterm();
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
      Flows.inBodies(siem.accepted()).assertAll(archive.tuples());
    }
  }

  /** Kafka itself would go on without the thread that sends. */
  @Test
  void whatIsThrownInTheSenderOfKafkaEndsTheProcessWithACode(@TempDir Path kafkaDir) {
    Archive archive = new Archive(dir.resolve("archive")).grow(10);
    String seam = "org.apache.kafka.clients.producer.internals.Sender.handleProduceResponse";
    ErrorSeams seams = new ErrorSeams(dir.resolve("agent"), List.of(seam));
    try (KafkaBroker broker = KafkaBroker.start(kafkaDir)) {
      broker.createTopic("flows", 1);
      String bus = "kafka:flows?brokers=" + broker.bootstrapServers();
      try (Program program =
          Program.in(dir.resolve("work"), archive.everythingTo("bus", bus)).with(seams.options())) {
        assertThat(program.start().exitCode()).as(program.output()).isEqualTo(SUDDEN_END);
        assertThat(program.output())
            .contains("The program ends, with exit code 3", ": a test at " + seam + "(");
        assertThat(program.once()).as(program.output()).isZero();
        List<String> records =
            broker.read("flows", archive.tuples().size(), LONG).stream()
                .map(ConsumerRecord::value)
                .toList();
        Flows.inTexts(records).assertAll(archive.tuples());
      }
    }
  }

  @Test
  void theLauncherAndTheUnitEndWhenMemoryRunsOutAndTheUnitRestarts() throws IOException {
    String unit = Files.readString(Path.of("deploy/flowlogs.service"));
    String launcher = Files.readString(Path.of("flowlogs"));
    String option = "-XX:+ExitOnOutOfMemoryError";
    assertThat(unit)
        .contains("/bin/flowlogs run ", "Restart=on-failure", "RestartPreventExitStatus=2\n");
    assertThat(launcher.lines().filter(line -> line.contains("exec \"$java\"")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains(option));
    assertThat(Files.readString(Path.of("Dockerfile"))).contains("ENTRYPOINT [\"./bin/flowlogs\"]");
  }

  @Test
  void aPollThatHangsIsNotLive() {
    Archive archive = new Archive(dir.resolve("archive")).grow(10);
    Observed observed = new Observed();
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.everythingTo("siem", siem.url("/in"))
                    + observed.settings()
                    + "flowlogs.live-stall = 1s\n")) {
      siem.hold();
      program.start();
      program.awaitLine("ERROR Nothing was listed, read or delivered.*flowlogs.live-stall");
      assertThat(observed.status("/observe/health/live")).isEqualTo(503);
      siem.release();
      program.awaitLine("INFO  It goes on");
      await().atMost(LONG).until(() -> observed.status("/observe/health/live") == 200);
      assertThat(program.sigterm()).as(program.output()).isZero();
    }
  }

  /** Waits until all was thrown and all flows are delivered, and starts what has ended again. */
  private static void awaitAll(
      Archive archive, ErrorSeams seams, HttpReceiver siem, Program program, List<String> said) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              if (!program.running()) {
                if (program.exitCode() != SUDDEN_END) {
                  throw new IllegalStateException(program.output());
                }
                said.add(program.output());
                program.start();
              }
              assertThat(Flows.inFiles(program.folder().resolve("lake")).size())
                  .as(program.output())
                  .isEqualTo(archive.tuples().size());
              assertThat(Flows.inBodies(siem.accepted()).size())
                  .as(program.output())
                  .isGreaterThanOrEqualTo(archive.tuples().size());
              if (!seams.left().isEmpty()) {
                archive.grow(3);
              }
              assertThat(seams.left()).as(program.output()).isEmpty();
            });
  }

  private static String settings(Archive archive, HttpReceiver siem) {
    return archive
            .everythingTo("lake, siem", "")
            .replaceAll("flowlogs.destination.*\n", "")
            .replace("poll-interval = 1s", "poll-interval = 300ms")
        + """
        flowlogs.readers = 1
        flowlogs.batch-flows = 60
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.lake.derive = community-id
        flowlogs.destination.lake.drop.dst-ports = 1
        flowlogs.destination.siem.uri = %s
        """
            .formatted(siem.url("/in"));
  }
}
