package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.it.SilentServer.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise that a destination that hangs, however it does, delays the others by seconds, is said
 * at once, and does not keep the program from stopping.
 */
final class HangingDestinationIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final List<String> ALL_TO_FIVE =
      List.of(
          "--set",
          "flowlogs.allow=bad, bad2, bad3, bad4, lake",
          "--set",
          "flowlogs.deny=bad, bad2, bad3, bad4, lake");
  private static final String SAID = "WARN.*does not take a message and is set aside.*\"bad\"";

  @TempDir Path dir;
  private Archive archive;

  /** The destination that hangs comes first, so that the other waits for every attempt. */
  private Program program(String uri) {
    archive = new Archive(dir.resolve("archive")).grow(20);
    return Program.in(
        dir.resolve("work"),
        archive.source()
            + """
            flowlogs.batch-flows = 40
            flowlogs.destination.bad.uri = %s
            flowlogs.destination.lake.uri = file:lake
            flowlogs.allow = bad, lake
            flowlogs.deny = bad, lake
            """
                .formatted(uri));
  }

  private void assertTheOtherGetsAllSoon(Program program) {
    program.awaitLine("Flow log found");
    await()
        .atMost(SOON)
        .until(
            () ->
                !program.lines(SAID).isEmpty()
                    && Flows.inFiles(dir.resolve("work/lake")).size() == archive.tuples().size());
  }

  private static void assertEndsSoon(Program program) {
    Instant asked = Instant.now();
    assertThat(program.sigterm()).as(program.output()).isZero();
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(program.lines("WARN|ERROR")).as("one sentence").hasSize(1);
    assertThat(program.output()).doesNotContain("inflight").doesNotContain("camel");
    program.assertNoStackTrace();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anHttpServerThatHangs(Way way) {
    try (SilentServer bad = new SilentServer(way);
        Program program = program(bad.url()).start()) {
      assertTheOtherGetsAllSoon(program);
      assertEndsSoon(program);
    }
  }

  @Test
  void severalThatHangHoldUpTheOtherHardlyLongerThanOne() {
    try (SilentServer bad = new SilentServer(Way.ACCEPTS);
        Program program = program(bad.url())) {
      List<String> settings = new ArrayList<>(ALL_TO_FIVE);
      for (String name : List.of("bad2", "bad3", "bad4")) {
        settings.add("--set");
        settings.add("flowlogs.destination." + name + ".uri=" + bad.url() + name);
      }
      program.start(settings.toArray(String[]::new));
      assertTheOtherGetsAllSoon(program);
      assertThat(program.sigterm()).as(program.output()).isZero();
    }
  }

  @Test
  void aSignalIsObeyedWhileTheDrainHangs() {
    try (SilentServer bad = new SilentServer(Way.ACCEPTS);
        Program program = program(bad.url()).start()) {
      assertTheOtherGetsAllSoon(program);
      assertEndsSoon(program);
      int before = bad.taken();
      program.start();
      await().atMost(LONG).until(() -> bad.taken() > before);
      Instant asked = Instant.now();
      assertThat(program.sigterm()).as(program.output()).isZero();
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
      program.assertNoStackTrace();
    }
  }

  @Test
  void aServerThatWantsToBeLeftAloneForADay() {
    try (HttpReceiver bad = HttpReceiver.start();
        Program program = program(bad.url("/in"))) {
      for (int i = 0; i < 3; i++) {
        bad.answerNext(503, Map.of("Retry-After", "86400"));
      }
      program.start();
      assertTheOtherGetsAllSoon(program);
      assertThat(bad.requests()).as("it is left alone").hasSize(1);
      assertEndsSoon(program);
    }
  }

  @Test
  void aBrokerThatIsStoppedAndGoesOn(@TempDir Path kafkaDir) {
    try (KafkaBroker broker = KafkaBroker.start(kafkaDir)) {
      broker.createTopic("flows", 1);
      String uri = "kafka:flows?brokers=" + broker.bootstrapServers();
      try (Program program = program(uri).start()) {
        program.awaitLine("Poll finished.*flows=\"[1-9]");
        broker.pause();
        archive.grow(20);
        assertTheOtherGetsAllSoon(program);
        broker.resume();
        program.awaitLine("its spool is drained");
        assertThat(broker.read("flows", archive.tuples().size(), LONG))
            .as("nothing is there twice, nor lost")
            .hasSize(archive.tuples().size());

        broker.pause();
        archive.grow(5);
        await()
            .atMost(LONG)
            .until(() -> Flows.inFiles(dir.resolve("work/lake")).size() == archive.tuples().size());
        assertThat(program.sigterm()).as(program.output()).isZero();
        assertThat(program.lines(SAID)).hasSize(2);
        assertThat(program.lines("kafka|inflight|camel")).isEmpty();
        broker.resume();
        assertThat(program.once()).as(program.output()).isZero();
        List<String> records =
            broker.read("flows", archive.tuples().size(), LONG).stream()
                .map(ConsumerRecord::value)
                .toList();
        Flows.inTexts(records).assertAll(archive.tuples());
      }
    }
  }
}
