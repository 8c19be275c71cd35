package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise about SIGTERM: whatever the program is about, it ends in order and leaves a state
 * that needs no replay; the next start delivers nothing twice, not even to Kafka and HTTP.
 */
final class ShutdownIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private Archive archive;

  @AfterEach
  void stopReceiver() {
    siem.close();
  }

  private Program program(int records, String more) {
    archive = new Archive(dir.resolve("archive")).grow(records);
    return Program.in(
        dir.resolve("work"),
        archive.source()
            + """
            flowlogs.batch-flows = 20
            flowlogs.destination.lake.uri = file:lake
            flowlogs.destination.siem.uri = %s
            flowlogs.allow = siem, lake
            """
                .formatted(siem.url("/in"))
            + more);
  }

  private static void assertEndsInOrder(Program program) {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.assertNoStackTrace();
    assertThat(program.lines("Summary")).hasSize(1);
  }

  private void assertRestArrivesOnce(Program program) {
    assertThat(program.once()).as(program.output()).isZero();
    Flows.inFiles(dir.resolve("work/lake")).assertExactly(archive.tuples(false));
    Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
  }

  /** Ends the program while the receiver holds a message back, which it takes only then. */
  private int sigtermWithOneInHand(Program program) {
    await().atMost(LONG).until(() -> siem.held() == 1);
    assertThat(program.process().destroy()).isTrue();
    program.awaitLine("Asked to stop");
    siem.release();
    return program.exitCode();
  }

  @Test
  void whileReading(@TempDir Path kafkaDir) {
    try (KafkaBroker kafka = KafkaBroker.start(kafkaDir)) {
      kafka.createTopic("flows", 1);
      String bus =
          "flowlogs.destination.bus.uri = kafka:flows?brokers=%s\nflowlogs.deny = bus\n"
              .formatted(kafka.bootstrapServers());
      try (Program program = program(200, bus).start()) {
        await().atMost(LONG).until(() -> siem.accepted().size() > 20);
        siem.hold();
        assertThat(sigtermWithOneInHand(program)).as(program.output()).isZero();
        program.assertNoStackTrace();
        assertThat(Flows.inBodies(siem.accepted()).size()).isLessThan(archive.tuples(false).size());
        assertRestArrivesOnce(program);
        List<String> records =
            kafka.read("flows", archive.tuples(true).size(), LONG).stream()
                .map(ConsumerRecord::value)
                .toList();
        Flows.inTexts(records).assertExactly(archive.tuples(true));
      }
    }
  }

  /** Of six blobs two are in hand, two wait for a deliverer and two for a reader. */
  @Test
  void withBlobsWaitingForTheirTurn() {
    List<Archive> hours = new ArrayList<>();
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    for (int i = 0; i < 6; i++) {
      hours.add(new Archive(dir.resolve("archive"), hour.minus(i, ChronoUnit.HOURS)).grow(5));
    }
    siem.hold();
    try (Program program = program(5, "flowlogs.readers = 2\n").start()) {
      await().atMost(LONG).until(() -> siem.held() == 2);
      assertThat(program.process().destroy()).isTrue();
      program.awaitLine("Asked to stop");
      siem.release();
      assertThat(program.exitCode()).as(program.output()).isZero();
      assertThat(program.lines("WARN|ERROR")).isEmpty();
      assertThat(siem.accepted()).as("only the messages in hand").hasSize(2);
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(siem.accepted())
          .assertExactly(hours.stream().flatMap(one -> one.tuples(false).stream()).toList());
    }
  }

  @Test
  void duringRetriesOfADelivery() {
    siem.answerAlways(503);
    try (Program program = program(20, "").start()) {
      await().atMost(LONG).until(() -> siem.requests().size() >= 3);
      assertEndsInOrder(program);
      siem.answerAlways(200);
      assertRestArrivesOnce(program);
    }
  }

  @Test
  void whileSpoolingAndWhileDraining() {
    siem.stop();
    try (Program program = program(300, "")) {
      program.start();
      program.awaitLine("The destination does not take a message and is set aside");
      await().atMost(LONG).until(() -> bytes(dir.resolve("work/spool/siem")) > 1_000_000);
      assertEndsInOrder(program);
      assertThat(bytes(dir.resolve("work/spool/siem"))).isPositive();

      siem.restart();
      siem.hold();
      program.start();
      assertThat(sigtermWithOneInHand(program)).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(siem.accepted()).as("only the message in hand").hasSize(1);
      assertRestArrivesOnce(program);
      assertThat(bytes(dir.resolve("work/spool/siem"))).isZero();
    }
  }

  @Test
  void whileASourceIsAskedInVain() {
    try (SilentServer account = new SilentServer(SilentServer.Way.ACCEPTS);
        Program program =
            Program.in(
                    dir.resolve("work"),
                    """
                    flowlogs.source.prod.storage-account-url = %s
                    flowlogs.source.prod.account-key = bm90IGEga2V5
                    flowlogs.destination.lake.uri = file:lake
                    flowlogs.allow = lake
                    flowlogs.deny = lake
                    """
                        .formatted(account.url()))
                .start()) {
      await().atMost(LONG).until(() -> account.taken() > 0);
      assertEndsInOrder(program);
      assertThat(program.lines(" (WARN|ERROR) ")).isEmpty();
      assertThat(program.output()).doesNotContainIgnoringCase("interrupted", "exchange");
    }
  }

  @Test
  void duringAReplay() {
    siem.answerAlways(400);
    try (Program program = program(20, "")) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      siem.answerAlways(200);
      siem.hold();
      program.startVerb("replay");
      assertThat(sigtermWithOneInHand(program)).as(program.output()).isEqualTo(1);
      program.assertNoStackTrace();
      assertThat(program.output()).containsPattern("flows? sent; ");
      assertThat(siem.accepted()).as("only the message in hand").hasSize(1);
      assertThat(program.verb("replay")).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void aReplayThatOneDestinationDoesNotTakeSendsTheOtherNothingTwice() {
    try (HttpReceiver other = HttpReceiver.start();
        Program program =
            program(0, "flowlogs.destination.other.uri = %s\n".formatted(other.url("/other")))) {
      archive.add(archive.longRuleRecord(70_000));
      String[] both = {"--set", "flowlogs.allow=siem, other"};
      assertThat(program.once(both)).as(program.output()).isZero();
      assertThat(siem.requests()).as("the record is in the dead letter").isEmpty();
      other.answerAlways(403);
      String[] readable = {both[0], both[1], "--set", "flowlogs.string-limit=1MB"};
      assertThat(program.verb("replay", readable)).as(program.output()).isEqualTo(1);
      int sent = Flows.inBodies(siem.accepted()).size();
      assertThat(sent).isPositive();
      other.answerAlways(200);
      assertThat(program.verb("replay", readable)).as(program.output()).isZero();
      assertThat(Flows.inBodies(siem.accepted()).size()).isEqualTo(sent);
      assertThat(Flows.inBodies(other.accepted()).size()).isEqualTo(sent);
    }
  }

  /** How many bytes of messages wait in a spool. */
  private static long bytes(Path spool) {
    File[] segments = spool.toFile().listFiles((folder, name) -> name.endsWith(".segment"));
    return segments == null ? 0 : Stream.of(segments).mapToLong(File::length).sum();
  }
}
