package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about messages that a destination will never take, and about sending them again. */
final class RefusedIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String REFUSED = "refuses a message for good";

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private Archive archive;

  @BeforeEach
  void fillArchive() {
    archive = new Archive(dir.resolve("archive")).grow(10);
  }

  @AfterEach
  void stopReceiver() {
    http.close();
  }

  private Program program(String more) {
    String allow = more.contains("destination.bus") ? "bus" : "siem, lake";
    return Program.in(
        dir.resolve("work"),
        archive.source()
            + "flowlogs.batch-flows = 60\nflowlogs.destination.siem.uri = "
            + http.url("/in\n")
            + "flowlogs.destination.lake.uri = file:lake\nflowlogs.allow = "
            + allow
            + "\n"
            + more);
  }

  private Path letters() {
    return dir.resolve("work/dead-letter");
  }

  private Flows lake() {
    return Flows.inFiles(dir.resolve("work/lake"));
  }

  @Test
  void aMessageThatIsRefusedForGoodGoesToTheDeadLetterAndTheRestGoesOn() throws Exception {
    http.answerNext(400, Map.of());
    http.answerNext(422, Map.of());
    try (Program program = program("")) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      program.assertNoStackTrace();
      assertThat(program.lines(REFUSED)).hasSize(2).allMatch(l -> l.contains("siem"));
      assertThat(program.lines("Delivered.*siem.*refused=\"[1-9]")).hasSize(1);
      lake().assertExactly(archive.tuples(false));

      List<JsonNode> refused = Flows.inFiles(letters()).all();
      assertThat(refused).extracting(l -> l.path("destination").asText()).containsOnly("siem");
      assertThat(refused)
          .extracting(l -> l.path("reason").asText())
          .containsExactlyInAnyOrder("it answered 400", "it answered 422");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters())))
          .isEqualTo("rwx------");
      int arrived = Flows.inBodies(http.accepted()).size();
      assertThat(arrived).isPositive().isLessThan(archive.tuples(false).size());

      assertThat(program.verb("replay", "--dry-run")).isEqualTo(1);
      int left = archive.tuples(false).size() - arrived;
      assertThat(program.output()).contains(left + " flows to be sent; 2 files stay");
      assertThat(Flows.inBodies(http.accepted()).size()).isEqualTo(arrived);

      http.answerAlways(400);
      assertThat(program.verb("replay", "dead-letter")).as(program.output()).isEqualTo(1);
      assertThat(program.output()).contains("0 flows sent; 2 files stay");
      program.assertNoStackTrace();

      http.answerAlways(200);
      assertThat(program.verb("replay", "dead-letter/")).as(program.output()).isZero();
      assertThat(program.output()).contains(left + " flows sent; nothing is left");
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      lake().assertExactly(archive.tuples(false));
      assertThat(dir.resolve("work/dead-letter/.replay")).doesNotExist();
      assertThat(program.verb("replay")).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      Files.writeString(program.folder().resolve("dead-letter/renamed.json"), "{}\n");
      assertThat(program.verb("replay")).isEqualTo(1);
      assertThat(program.output()).contains("1 file left alone", "renamed.json");
      assertThat(program.verb("replay", "--set", "flowlogs.dead-letter=none-yet")).isZero();
      assertThat(program.output()).contains("There are no dead letters", "none-yet");
    }
  }

  @Test
  void whatWasMadeForOtherSettingsStaysUnlessItCanBeConverted() {
    http.answerAlways(400);
    String key = "flowlogs.destination.siem.";
    try (Program program = program("")) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      http.answerAlways(200);
      int answered = http.accepted().size();
      for (String other : List.of("format=csv", "format=ecs")) {
        for (String how : List.of("--dry-run", "--set=flowlogs.readers=2")) {
          assertThat(program.verb("replay", how, "--set", key + other)).isEqualTo(1);
          assertThat(program.lines("stays?: made as 'flat', and destination 'siem' takes"))
              .as(program.output())
              .isNotEmpty();
          assertThat(program.output()).containsPattern("(?m)^0 flows .*stay");
          program.assertNoStackTrace();
        }
      }
      assertThat(http.accepted()).hasSize(answered);

      assertThat(program.verb("replay", "--set", key + "framing=array"))
          .as(program.output())
          .isZero();
      assertThat(program.output()).doesNotContain("Asked to stop");
      assertThat(http.accepted().subList(answered, http.accepted().size()))
          .allMatch(request -> request.bodyText().startsWith("[{"));
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void whatWasMadeForOneServiceIsNotSentToAnother() {
    http.answerAlways(400);
    String key = "flowlogs.destination.siem.";
    String settings =
        archive.source()
            + "flowlogs.allow = siem\nflowlogs.deny = siem\n%surl = %s\n%stype = loki\n"
                .formatted(key, http.url("/"), key);
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      List<Path> letters = Flows.files(letters());
      http.answerAlways(200);
      int answered = http.accepted().size();
      assertThat(program.verb("replay", "--set", key + "type=otlp")).isEqualTo(1);
      assertThat(program.lines("made as '.* for loki', and destination 'siem' takes '.* for otlp"))
          .as(program.output())
          .isNotEmpty();
      assertThat(http.accepted()).hasSize(answered);
      assertThat(letters).isNotEmpty();
      assertThat(Flows.files(letters())).containsAll(letters);
    }
  }

  @Test
  void whatDoesNotSayItsFormatIsSentOnlyOnRequest() throws IOException {
    http.answerAlways(400);
    try (Program program = program("")) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      for (Path letters : Flows.files(letters())) {
        String now = Files.readString(letters);
        String before = now.replace("\"format\":\"flat\",", "");
        assertThat(before).isNotEqualTo(now);
        Files.writeString(letters, before);
      }
      http.answerAlways(200);
      for (List<String> how : List.of(List.of("--dry-run"), List.<String>of())) {
        assertThat(program.verb("replay", how.toArray(String[]::new))).isEqualTo(1);
        assertThat(program.lines("stays?: of release 1.0, which does not say its format; if"))
            .as(program.output())
            .isNotEmpty();
      }
      assertThat(http.accepted()).isEmpty();

      assertThat(program.verb("replay", "--without-format")).as(program.output()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void whatIsForADestinationThatIsGoneStays() throws IOException {
    http.answerAlways(400);
    try (Program program = program("")) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      http.answerAlways(200);
      Files.writeString(
          dir.resolve("work/others.properties"),
          archive.source()
              + "flowlogs.destination.lake.uri = file:lake\nflowlogs.allow = lake\n"
              + "flowlogs.deny = lake\n");
      assertThat(program.verb("replay", "--config", "others.properties"))
          .as(program.output())
          .isEqualTo(1);
      assertThat(program.lines("stays?: for destination 'siem', which is not in the settings"))
          .as(program.output())
          .isNotEmpty();
      assertThat(Flows.files(letters())).isNotEmpty();
      assertThat(http.accepted()).isEmpty();
    }
  }

  @Test
  void aReplayThatIsKilledGoesOnWhereItWas() {
    http.answerAlways(400);
    try (Program program = program("")) {
      assertThat(program.once()).isEqualTo(1);
      assertThat(Flows.inBodies(http.accepted()).size()).isZero();
      http.answerAlways(200);
      http.hold();
      program.startVerb("replay");
      await().atMost(LONG).until(() -> http.held() == 1);
      program.kill();
      http.release();
      await().atMost(LONG).until(() -> http.held() == 0);
      int inHand = Flows.inBodies(http.accepted()).size();

      assertThat(program.verb("replay")).as(program.output()).isZero();
      List<String> ids = Flows.inBodies(http.accepted()).ids();
      assertThat(Set.copyOf(ids)).hasSize(archive.tuples(false).size());
      assertThat(ids.size() - Set.copyOf(ids).size()).as("duplicates").isLessThanOrEqualTo(inHand);
    }
  }

  @Test
  void aReplayBesideTheServiceTakesNothingFromIt() {
    http.answerNext(400, Map.of());
    try (Program service = program("").start();
        Program replay = service.again()) {
      service.awaitLine(REFUSED);
      service.awaitLine("Poll finished.*flows=\"[1-9]");
      assertThat(replay.verb("replay")).as(replay.output()).isZero();
      archive.grow(5);
      await()
          .atMost(LONG)
          .until(() -> Flows.inBodies(http.accepted()).size() >= archive.tuples(false).size());
      assertThat(service.sigterm()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      lake().assertExactly(archive.tuples(false));
    }
  }

  @Test
  void aMessageThatIsTooLargeIsHalvedUntilItFits() {
    http.refuseLongerThan(20_000);
    try (Program program = program("flowlogs.destination.siem.framing = array\n")) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      assertThat(program.lines("halved until it does")).as("said once").hasSize(1);
      assertThat(Flows.inFiles(letters()).size()).isZero();
      program.assertNoStackTrace();
    }
  }

  @Test
  void ofWhatWaitedInTheSpoolARefusedMessageDoesNotHoldUpTheRest() {
    http.stop();
    try (Program program = program("")) {
      assertThat(program.once()).isEqualTo(1);
      lake().assertExactly(archive.tuples(false));
      http.restart();
      http.refuseLongerThan(20_000);
      http.answerNext(400, Map.of());
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      assertThat(program.lines(REFUSED)).as(program.output()).hasSize(1);
      assertThat(program.lines("its spool is drained")).hasSize(1);
      assertThat(program.verb("replay")).as(program.output()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void aTopicThatTakesNoLongRecordsGetsAllOthers(@TempDir Path kafkaDir) {
    Records nic = new Records(Archive.NAMES, Archive.MAC, 5, 0);
    List<String> shortTuples = Records.tuples(nic.next(archive.hour(), 30));
    List<String> longTuples = Records.tuples(nic.next(archive.hour(), 3));
    archive.add(
        nic.of(
            archive.hour().plusSeconds(1),
            List.of(
                new Records.Rule("acl", "short", shortTuples),
                new Records.Rule("acl", "long-" + "x".repeat(30_000), longTuples))));
    try (KafkaBroker kafka = KafkaBroker.start(kafkaDir)) {
      kafka.createTopic("flows", 1, Map.of("max.message.bytes", "20000"));
      String bus =
          "flowlogs.destination.bus.uri = kafka:flows?brokers=%s&compressionCodec=none\n"
              .formatted(kafka.bootstrapServers());
      try (Program program = program(bus + "flowlogs.deny = bus\n")) {
        assertThat(program.once()).as(program.output()).isEqualTo(1);
        program.assertNoStackTrace();
        int expected = archive.tuples().size() - longTuples.size();
        List<ConsumerRecord<String, String>> records = kafka.read("flows", expected, LONG);
        assertThat(Flows.inTexts(records.stream().map(ConsumerRecord::value).toList()).ids())
            .as("each once")
            .doesNotHaveDuplicates()
            .hasSize(expected);
        assertThat(Flows.inFiles(letters()).size()).isEqualTo(longTuples.size());
      }
    }
  }
}
