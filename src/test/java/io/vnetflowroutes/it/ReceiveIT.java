package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.handover.BatchRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of programs that share a topic of batches as a consumer group.
 *
 * <p>{@code -Dreceive.batches=6000 -Dreceive.rounds=8} makes the campaign longer.
 */
final class ReceiveIT {
  private static final int BATCHES = Integer.getInteger("receive.batches", 1200);
  private static final int ROUNDS = Integer.getInteger("receive.rounds", 2);
  private static final int BATCHES_A_BLOB = 10;
  private static final int PARTITIONS = 12;

  /** So many records of a partition a process takes at a time, and no more before they are done. */
  private static final int TAKEN = 8;

  private static final Duration LONG = Duration.ofMinutes(10);

  private static KafkaBroker kafka;

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private final ExecutorService feeder = Executors.newSingleThreadExecutor();
  private final List<Program> programs = new ArrayList<>();

  @BeforeAll
  static void startBroker(@TempDir Path data) {
    kafka = KafkaBroker.start(data);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @AfterEach
  void stop() {
    programs.forEach(Program::close);
    feeder.shutdownNow();
    siem.close();
  }

  private Program program(String folder, String settings) {
    Program program = Program.in(dir.resolve(folder), settings);
    programs.add(program);
    return program;
  }

  private String destinations() {
    return """
        flowlogs.destination.lake.uri = file:%s
        flowlogs.destination.siem.uri = %s
        """
        .formatted(dir.resolve("lake"), siem.url("/events"));
  }

  @Test
  void killedAndStoppedProcessesAndBrokersLoseNothingAndFilesAreThoseOfOneThatReads()
      throws Exception {
    BatchTopic topic = new BatchTopic(kafka, "campaign", PARTITIONS, dir.resolve("blobs"));
    for (int blob = 0; blob < BATCHES / BATCHES_A_BLOB; blob++) {
      topic.blob(BATCHES_A_BLOB, 0.3);
    }
    String settings =
        topic.received()
            + destinations()
            + "flowlogs.allow = lake, siem\nflowlogs.deny = lake, siem\n";
    for (String each : List.of("one", "two", "three")) {
      program(each, settings).start();
    }
    Future<?> fed = feeder.submit(() -> topic.write(topic.batches()));
    int messages = messages(topic);
    int events = ROUNDS * 4;
    for (int event = 1; event < events; event++) {
      int reached = messages * event / events;
      await().atMost(LONG).until(() -> siem.accepted().size() >= reached);
      Program hit = programs.get(event % programs.size());
      switch (event % 4) {
        case 1, 3 -> hit.kill();
        case 2 -> {
          kafka.kill();
          kafka.start();
        }
        default -> assertThat(hit.sigterm()).as(hit.output()).isZero();
      }
      if (!hit.running()) {
        hit.start();
      }
    }
    fed.get(LONG.toSeconds(), TimeUnit.SECONDS);
    await().atMost(LONG).until(() -> Flows.files(dir.resolve("lake")).size() >= messages);
    await().atMost(LONG).until(() -> topic.lag("flowlogs") == 0);
    for (Program each : programs) {
      assertThat(each.sigterm()).as(each.output()).isZero();
      each.assertNoStackTrace();
      assertThat(each.lines("Consumer clientId")).as(each.output()).isEmpty();
    }
    await().atMost(LONG).until(() -> topic.lag("flowlogs") == 0);

    Flows.inFiles(dir.resolve("lake")).assertExactly(topic.tuples());
    Flows.inBodies(siem.accepted()).assertAll(topic.tuples());
    Program reads =
        program(
            "reads",
            topic.read()
                + "flowlogs.destination.lake.uri = file:own\n"
                + "flowlogs.allow = lake\nflowlogs.deny = lake\n");
    assertThat(reads.once()).as(reads.output()).isZero();
    assertThat(contents(dir.resolve("lake")))
        .as("the same names and bytes")
        .isEqualTo(contents(dir.resolve("reads/own")));

    int twice = siem.accepted().size() - messages;
    System.out.printf("%d of %d messages came twice in %d events%n", twice, messages, events - 1);
    assertThat(twice).isBetween(0, (events - 1) * PARTITIONS * TAKEN * 2);
  }

  /** A part of a batch is a message of each destination. */
  private static int messages(BatchTopic topic) {
    return topic.batches().stream()
        .mapToInt(batch -> batch.batch(BatchTopic.LIMITS, BatchTopic.JSON).parts().size())
        .sum();
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : Flows.files(folder)) {
      contents.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return contents;
  }

  @Test
  void aSlowDeliveryHoldsUpItsOwnPartitionOnlyThoughOthersJoin() throws Exception {
    BatchTopic topic = new BatchTopic(kafka, "slow", PARTITIONS, dir.resolve("blobs"));
    topic.write(topic.blob(1, 1.0));
    String settings =
        topic.received()
            + destinations()
            + "flowlogs.allow = lake\nflowlogs.deny = siem\nflowlogs.spool-limit = 0\n";
    siem.hold();
    Program one = program("one", settings).start();
    await().atMost(LONG).until(() -> siem.held() > 0);

    Program two = program("two", settings).start();
    List<BatchRecord> more = new ArrayList<>();
    for (int blob = 0; blob < 40; blob++) {
      more.addAll(topic.blob(2, 0));
    }
    topic.write(more);
    two.awaitLine("Received.*partitions=\"?[1-9]");
    // All but what lies behind the slow one in its partition.
    int slow = partition(topic.batches().get(0));
    long others = more.stream().filter(batch -> partition(batch) != slow).count();
    await().atMost(LONG).until(() -> Flows.files(dir.resolve("lake")).size() >= others);
    assertThat(siem.held()).as("the slow delivery is still in hand").isPositive();
    assertThat(siem.accepted()).isEmpty();

    siem.release();
    await().atMost(LONG).until(() -> Flows.files(dir.resolve("lake")).size() == more.size());
    await().atMost(LONG).until(() -> topic.lag("flowlogs") == 0);
    assertThat(one.sigterm()).isZero();
    assertThat(two.sigterm()).isZero();
    Flows.inFiles(dir.resolve("lake")).assertExactly(topic.tuples(false));
    Flows.inBodies(siem.accepted()).assertAll(topic.tuples(true));
  }

  private static int partition(BatchRecord batch) {
    return Utils.toPositive(Utils.murmur2(batch.key().getBytes(UTF_8))) % PARTITIONS;
  }

  @Test
  void withAGroupForEachDestinationOneThatIsDownHoldsUpNoOther() throws Exception {
    BatchTopic topic = new BatchTopic(kafka, "groups", PARTITIONS, dir.resolve("blobs"));
    List<BatchRecord> denied = topic.blob(1, 1.0);
    List<BatchRecord> all = new ArrayList<>(denied);
    for (int blob = 0; blob < 30; blob++) {
      all.addAll(topic.blob(2, 0));
    }
    topic.write(all);
    topic.write("stranger", "no batch".getBytes(UTF_8), Map.of());
    siem.answerAlways(503);
    String settings =
        topic.received()
            + destinations()
            + "flowlogs.allow = lake\nflowlogs.deny = lake, siem\nflowlogs.spool-limit = 0\n";
    Observed observed = new Observed();
    Program lake =
        program("to-lake", settings + observed.settings() + "flowlogs.only = lake\n").start();
    Program down = program("to-siem", settings + "flowlogs.only = siem\n").start();

    await().atMost(LONG).until(() -> topic.lag("flowlogs-lake") == 0);
    Flows.inFiles(dir.resolve("lake")).assertExactly(topic.tuples());
    assertObserved(observed);
    assertLookedAt(lake.again());
    down.awaitLine("A batch was not delivered and is tried again.*answered 503");
    // Its own group goes on beside the partition that waits, whose other batches are not for it.
    await().atMost(LONG).until(() -> topic.lag("flowlogs-siem", partition(denied.get(0))) == 0);
    assertThat(siem.accepted()).isEmpty();
    siem.answerAlways(200);
    await().atMost(LONG).until(() -> topic.lag("flowlogs-siem") == 0);
    down.awaitLine("The batch is delivered at last");

    assertThat(lake.sigterm()).isZero();
    assertThat(down.sigterm()).isZero();
    Flows.inBodies(siem.accepted()).assertExactly(topic.tuples(true));
    assertThat(Flows.files(dir.resolve("to-lake/dead-letter"))).hasSize(1);
    String letter = Files.readString(Flows.files(dir.resolve("to-lake/dead-letter")).get(0));
    assertThat(letter).contains("no batch", "groups/", "has no header");
    down.assertNoStackTrace();
    whatKafkaDeletesTooSoonIsSaid(topic, lake);
    lake.assertNoStackTrace();
  }

  private static void whatKafkaDeletesTooSoonIsSaid(BatchTopic topic, Program lake)
      throws Exception {
    topic.write(topic.blob(2, 0));
    topic.delete();
    lake.start();
    lake.awaitLine("ERROR.*Kafka has deleted batches before they were delivered");
    topic.write(topic.blob(2, 0));
    await().atMost(LONG).until(() -> topic.lag("flowlogs-lake") == 0);
    assertThat(lake.sigterm()).isZero();
  }

  private static void assertObserved(Observed observed) throws IOException {
    observed.awaitReady(true);
    assertThat(observed.check("receive").path("status").asText()).isEqualTo("UP");
    assertThat(observed.metrics())
        .containsEntry("flowlogs_receive_partitions", (double) PARTITIONS)
        .containsEntry("flowlogs_receive_lag", 0.0)
        .containsEntry("flowlogs_receive_failing", 0.0);
    List<String> rows =
        Files.readAllLines(Path.of("docs/scale-out.md")).stream()
            .filter(line -> line.startsWith("| `flowlogs_receive"))
            .map(line -> line.split("`", -1)[1])
            .toList();
    assertThat(observed.names().stream().filter(name -> name.startsWith("flowlogs_receive")))
        .as("the table in docs/scale-out.md")
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  /** What check and status say beside the running program. */
  private static void assertLookedAt(Program beside) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(beside.verb("status")).as(beside.output()).isZero();
              assertThat(beside.output())
                  .contains("it receives topic 'groups' in group 'flowlogs-lake'")
                  .contains("it had 12 partitions, of which nothing waited")
                  .doesNotContain("LAST DELIVERY");
            });
    beside.verb("check");
    assertThat(beside.output())
        .contains("topic groups, destinations lake, siem")
        .contains("The topic 'groups' has 12 partitions")
        .contains("The group 'flowlogs-lake' has 1 member, and 0 offsets");
    assertThat(beside.verb("check", "--set", "flowlogs.receive.kafka.session.timeout.ms=1001"))
        .isEqualTo(1);
    assertThat(beside.output())
        .contains("flowlogs.receive.kafka.session.timeout.ms is 1001, but the brokers allow");
    assertThat(beside.verb("flow-logs")).isEqualTo(2);
    assertThat(beside.output()).contains("receives batches from the topic 'groups'");
    assertThat(beside.verb("run", "--once", "--set", "flowlogs.receive.kafka.group.id=mine"))
        .isEqualTo(2);
    assertThat(beside.output()).contains("group.id cannot be set");
  }
}
