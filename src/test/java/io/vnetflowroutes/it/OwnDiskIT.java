package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.it.SmallDisk.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises about the program's own disk: when it is full, one sentence says so, nothing is
 * lost, and all goes on once there is room, without a restart.
 */
final class OwnDiskIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** More than the program unpacks of its native libraries, and less than one message. */
  private static final int KILOBYTES = 3_000;

  private static final String ONE_LARGE_MESSAGE =
      """
      flowlogs.batch-flows = 1000000
      flowlogs.batch-size = 256MB
      flowlogs.destination.lake.uri = file:lake
      flowlogs.destination.lake.body-limit = 256MB
      flowlogs.destination.other.uri = file:other
      """;

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();

  static Stream<Way> ways() {
    return Way.open();
  }

  @AfterEach
  void stopReceiver() {
    siem.close();
  }

  private Program program(String properties) {
    return Program.in(dir.resolve("work"), properties)
        .edit("errors.camel.yaml", "redeliveryDelay: \"500\"", "redeliveryDelay: \"20\"");
  }

  private Path work(String folder) {
    return dir.resolve("work").resolve(folder);
  }

  private static void awaitFlows(Path folder, int count) {
    await().atMost(LONG).until(() -> Flows.inFiles(folder).size() >= count);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfTheStateStopsNobodyForGood(Way way) {
    Archive archive = new Archive(dir.resolve("archive")).grow(600);
    String settings =
        archive.source()
            + """
            flowlogs.batch-flows = 20
            flowlogs.readers = 1
            flowlogs.destination.lake.uri = file:lake
            flowlogs.destination.siem.uri = %s
            flowlogs.allow = lake
            flowlogs.deny = siem
            """
                .formatted(siem.url("/in"));
    int kilobytes = way == Way.FILE_SYSTEM ? 300 : 2_000;
    try (SmallDisk disk = SmallDisk.at(work("state"), way, kilobytes);
        Program program = program(settings)) {
      disk.start(program);
      String line = program.awaitLine("ERROR");
      assertThat(line)
          .contains("Nothing is lost, and all is tried again", "'state/flowlogs.db'")
          .containsPattern("cannot be written: (its disk is full; make room|.*has no room)");
      program.awaitLines("Poll finished", 3);
      assertThat(Flows.inFiles(work("lake")).size()).isLessThan(archive.tuples(false).size());
      disk.makeRoom(program);
      awaitFlows(work("lake"), archive.tuples(false).size());
      await()
          .atMost(LONG)
          .until(
              () ->
                  Flows.inBodies(siem.accepted()).ids().stream().distinct().count()
                      == archive.tuples(true).size());
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
      Flows.inFiles(work("lake")).assertExactly(archive.tuples(false));
      Flows sent = Flows.inBodies(siem.accepted());
      sent.assertAll(archive.tuples(true));
      assertThat(sent.size() - archive.tuples(true).size()).as("duplicates").isLessThan(2 * 20);
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines("Summary")).singleElement().asString().contains("flows=\"0\"");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfAFileDestinationHoldsUpNoOther(Way way) {
    Archive archive = new Archive(dir.resolve("archive")).grow(900);
    String settings =
        archive.source() + ONE_LARGE_MESSAGE + "flowlogs.allow = lake\nflowlogs.deny = other\n";
    try (SmallDisk disk = SmallDisk.at(work("lake"), way, KILOBYTES);
        Program program = program(settings + spoolsTooLarge(way))) {
      disk.start(program);
      assertThat(program.awaitLine("does not take a message|cannot be written"))
          .containsPattern("lake.*|its disk is full; make room|files may not grow so large here");
      awaitFlows(work("other"), archive.tuples(true).size());
      assertThat(Flows.inFiles(work("lake")).size()).isZero();
      disk.makeRoom(program);
      awaitFlows(work("lake"), archive.tuples(false).size());
      endsWith(program, archive);
    }
  }

  /** Where every file is limited the spool cannot take what the destination did not. */
  private static String spoolsTooLarge(Way way) {
    return way == Way.FILE_SIZE ? "flowlogs.poll-interval = 500ms\n" : "";
  }

  private void endsWith(Program program, Archive archive) {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.assertNoStackTrace();
    Flows.inFiles(work("lake")).assertExactly(archive.tuples(false));
    Flows.inFiles(work("other")).assertExactly(archive.tuples(true));
    assertThat(hidden(dir.resolve("work"))).isEmpty();
    assertThat(program.once()).as(program.output()).isZero();
    assertThat(program.lines("Summary")).singleElement().asString().contains("flows=\"0\"");
  }

  private static List<Path> hidden(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().contains("unfinished")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
