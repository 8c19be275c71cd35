package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises about files that are there when the settings, or the blob, have changed. */
final class ChangedSettingsIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String HTTPS_ONLY =
      "flowlogs.destination.lake.drop.dst-ports=22,53,123,3389,8080";

  private static final String[] AGAIN = {"--from", "beginning", "--destination", "lake"};
  private static final String[] REWRITE = {
    "--from", "beginning", "--destination", "lake", "--rewrite"
  };

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();

  @AfterEach
  void stopReceiver() {
    siem.close();
  }

  private Program program(Archive archive) {
    return Program.in(
        dir.resolve("work"),
        archive.source()
            + """
            flowlogs.destination.lake.uri = file:lake
            flowlogs.destination.siem.uri = %s
            flowlogs.allow = lake, siem
            flowlogs.deny = lake, siem
            """
                .formatted(siem.url("/in")));
  }

  private Flows lake() {
    return Flows.inFiles(dir.resolve("work/lake"));
  }

  private Map<Path, String> texts() {
    Map<Path, String> texts = new TreeMap<>();
    for (Path file : Flows.files(dir.resolve("work/lake"))) {
      texts.put(file, Arrivals.text(file));
    }
    return texts;
  }

  /** Kills it while the batch in hand is at the files already, and HTTP does not answer. */
  private void killInHand(Program program, String... settings) {
    siem.hold();
    program.start(settings);
    await(program.output()).atMost(LONG).until(() -> siem.held() > 0 || !program.running());
    assertThat(program.running()).as(program.output()).isTrue();
    program.kill();
    siem.release();
    await().atMost(LONG).until(() -> siem.held() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body-limit=2KB",
        "compression=gzip",
        "framing=array",
        "fields=id, time, decision",
        "layout={flow_log}/{yyyy}-{MM}-{dd}"
      })
  void whatIsInHandAtAKillIsInFilesOnceWhateverIsSetThen(String change) throws IOException {
    Archive archive = new Archive(dir.resolve("archive")).grow(10);
    try (Program program = program(archive)) {
      killInHand(program, "--set", HTTPS_ONLY);
      assertThat(lake().size()).isBetween(1, archive.tuples().size() - 1);
      // A leftover of a file whose note the kill was too early for.
      Path file = Flows.files(dir.resolve("work/lake")).get(0);
      Files.copy(
          file,
          file.resolveSibling(file.getFileName().toString().replace("-allow-0-", "-allow-1-")));

      String[] settings = {"--set", "flowlogs.destination.lake." + change};
      assertThat(program.once(settings)).as(program.output()).isZero();
      List<String> ids = lake().ids();
      assertThat(ids).doesNotHaveDuplicates();
      Flows sent = Flows.inBodies(siem.accepted());
      sent.assertAll(archive.tuples());
      assertThat(ids).as("what the settings keep now").containsAll(sent.ids());
    }
  }

  @Test
  void whatWaitsAndCannotBeSentWithOtherSettingsIsSaidByCheckAndByTheStart() {
    Archive archive = new Archive(dir.resolve("archive")).grow(10);
    siem.answerAlways(503);
    try (Program program = program(archive)) {
      assertThat(program.once()).as(program.output()).isNotZero();
      String changed = "flowlogs.destination.siem.format=ecs";
      String sentence =
          "were made for other settings of destination 'siem', and \\d+ of them cannot be sent";
      assertThat(program.verb("check", "--destination", "siem", "--set", changed)).isOne();
      assertThat(program.output()).containsPattern("fail +waiting.*" + sentence);
      assertThat(program.verb("check", "--offline", "--set", changed)).isOne();
      assertThat(program.output()).containsPattern("fail +waiting.*" + sentence);
      assertThat(program.once("--set", changed)).isEqualTo(2);
      assertThat(program.output()).containsPattern(sentence);
      siem.answerAlways(200);
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples());
    }
  }

  @Test
  void aBlobWrittenAnewIsBesideTheOldOneEvenUnderTheSameNames(@TempDir Path azuriteDir) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    List<String> records = new Records(Archive.NAMES, Archive.MAC, 3, 0.3).next(hour, 3, 20);
    try (Azurite azurite = Azurite.start(azuriteDir)) {
      GrowingBlob blob =
          new GrowingBlob(
              azurite.container(Azurite.FLOW_LOG_CONTAINER), Archive.NAMES.blob(hour, Archive.MAC));
      blob.append(records);
      String settings =
          Program.ALL_TO_LAKE
              + "flowlogs.source.prod.connection-string = "
              + azurite.connectionString();
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        assertThat(program.once()).as(program.output()).isZero();
        List<String> tuples = new ArrayList<>(lake().tuples());
        assertThat(tuples).hasSize(60);
        blob.replaceWith(blob.content().replace("203.", "198.").getBytes(UTF_8));
        tuples.addAll(tuples.stream().map(tuple -> tuple.replace("203.", "198.")).toList());
        assertThat(program.once()).as(program.output()).isZero();
        assertThat(program.lines("was written anew")).isNotEmpty();
        assertThat(lake().tuples()).containsExactlyInAnyOrderElementsOf(tuples);
        assertThat(texts().keySet()).anyMatch(file -> file.toString().contains(".anew1-"));
        assertThat(program.once()).isZero();
        assertThat(lake().size()).isEqualTo(120);
      }
    }
  }

  @Test
  void aBackfillSaysWhatItLeftAloneAndWritesItAnewIfAsked() {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(10);
    try (Program program = program(archive)) {
      assertThat(program.once("--set", HTTPS_ONLY)).as(program.output()).isZero();
      Map<Path, String> before = texts();
      int https = lake().size();

      assertThat(program.verb("backfill", AGAIN)).as(program.output()).isEqualTo(1);
      assertThat(program.lines("^Done: .* left alone: lake 200; --rewrite")).hasSize(1);
      assertThat(program.lines(" delivered\\.$")).isEmpty();
      assertThat(texts()).isEqualTo(before);

      assertThat(program.verb("backfill", REWRITE)).as(program.output()).isZero();
      assertThat(program.lines("^Done: 200 flows read; delivered: ")).hasSize(1);
      lake().assertExactly(archive.tuples());
      assertThat(https).isLessThan(200);

      set(program, "flowlogs.destination.lake.compression = gzip\n");
      assertThat(program.verb("backfill", AGAIN)).as(program.output()).isEqualTo(1);
      lake().assertExactly(archive.tuples());
      set(program, "flowlogs.destination.lake.body-limit = 4KB\n");
      assertThat(program.verb("backfill", REWRITE)).as(program.output()).isZero();
      lake().assertExactly(archive.tuples());
      assertThat(Flows.files(dir.resolve("work/lake")))
          .hasSizeGreaterThan(before.size())
          .allMatch(file -> file.toString().endsWith(".gz"));
      assertThat(program.verb("backfill", AGAIN)).as(program.output()).isZero();
    }
  }

  @Test
  void aBackfillLeavesAloneFilesOfOtherBatchesOfTheSameBlob() {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(10);
    try (Program program = program(archive)) {
      assertThat(program.verb("backfill", AGAIN)).as(program.output()).isZero();
      Map<Path, String> before = texts();
      lake().assertExactly(archive.tuples());

      set(program, "flowlogs.batch-flows = 30\n");
      for (String[] arguments : List.of(AGAIN, REWRITE)) {
        assertThat(program.verb("backfill", arguments)).as(program.output()).isEqualTo(1);
        assertThat(program.lines("^Done: .* left alone: lake 200")).hasSize(1);
        assertThat(texts()).isEqualTo(before);
      }
    }
  }

  private static void set(Program program, String line) {
    Path file = program.folder().resolve("application.properties");
    try {
      Files.writeString(file, Files.readString(file) + line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
