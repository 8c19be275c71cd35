package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.it.SmallDisk.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final Duration LONG = Duration.ofMinutes(10);

  /** More than the program unpacks of its native libraries, and less than one large message. */
  private static final int KILOBYTES = 2_000;

  private static final String FULL =
      "(its disk is full; make room|files may not grow so large here|has no room)";

  private static final String ONE_LARGE_MESSAGE =
      """
      flowlogs.batch-flows = 1000000
      flowlogs.batch-size = 256MB
      flowlogs.string-limit = 64KB
      flowlogs.destination.lake.uri = file:lake
      flowlogs.destination.lake.body-limit = 256MB
      flowlogs.destination.other.uri = file:other
      flowlogs.destination.other.body-limit = 64KB
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

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfTheStateStopsNobodyForGood(Way way) {
    Archive archive = archive(150);
    String settings =
        """
        flowlogs.batch-flows = 20
        flowlogs.readers = 1
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = %s
        flowlogs.allow = lake
        flowlogs.deny = siem
        """
            .formatted(siem.url("/in"));
    int kilobytes = way == Way.FILE_SYSTEM ? 300 : KILOBYTES;
    try (SmallDisk disk = SmallDisk.at(work("state"), way, kilobytes);
        Program program = program(archive.source() + settings)) {
      disk.start(program);
      assertThat(program.awaitLine("ERROR"))
          .contains("Nothing is lost, and all is tried again", "'state/flowlogs.db'")
          .containsPattern("cannot be written: .*" + FULL);
      program.awaitLines("Nothing is lost, and all is tried again", 3);
      assertThat(Flows.inFiles(work("lake")).size()).isLessThan(archive.tuples(false).size());
      disk.makeRoom(program);
      awaitFlows("lake", archive.tuples(false).size());
      awaitRequestsWith(archive.tuples(true).size());
      end(program);
      Flows.inFiles(work("lake")).assertExactly(archive.tuples(false));
      Flows sent = Flows.inBodies(siem.accepted());
      sent.assertAll(archive.tuples(true));
      assertThat(sent.size() - archive.tuples(true).size()).as("duplicates").isLessThan(2 * 20);
      assertNothingIsLeft(program);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfAFileDestinationHoldsUpNoOther(Way way) {
    Archive archive = archive(320);
    String settings = ONE_LARGE_MESSAGE + "flowlogs.allow = lake\nflowlogs.deny = other\n";
    try (SmallDisk disk = SmallDisk.at(work("lake"), way, KILOBYTES);
        Program program = program(archive.source() + settings)) {
      disk.start(program);
      assertThat(program.awaitLine("destination=\"lake\"")).containsPattern(FULL);
      awaitFlows("other", archive.tuples(true).size());
      assertThat(Flows.inFiles(work("lake")).size()).isZero();
      disk.makeRoom(program);
      awaitFlows("lake", archive.tuples(false).size());
      end(program);
      Flows.inFiles(work("lake")).assertExactly(archive.tuples(false));
      Flows.inFiles(work("other")).assertExactly(archive.tuples(true));
      assertThat(unfinished(work("lake"))).isEmpty();
      assertNothingIsLeft(program);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfTheSpoolLetsReadingWait(Way way) {
    Archive archive = archive(320);
    String settings =
        ONE_LARGE_MESSAGE
            + """
            flowlogs.destination.siem.uri = %s
            flowlogs.destination.siem.body-limit = 256MB
            flowlogs.allow = siem
            flowlogs.deny = other
            """
                .formatted(siem.url("/in"));
    siem.stop();
    try (SmallDisk disk = SmallDisk.at(work("spool"), way, KILOBYTES);
        Program program = program(archive.source() + settings)) {
      disk.start(program);
      assertThat(program.awaitLine("ERROR"))
          .contains("The spool of destination 'siem' in 'spool/siem' cannot be written")
          .containsPattern(FULL);
      awaitFlows("other", archive.tuples(true).size());
      assertThat(unfinished(work("spool"))).as("what takes up room for nothing").isEmpty();
      disk.makeRoom(program);
      program.awaitLine("Poll finished.*messages_spooled=\"1\"");
      siem.restart();
      program.awaitLine("its spool is drained");
      end(program);
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
      Flows.inFiles(work("other")).assertExactly(archive.tuples(true));
      assertNothingIsLeft(program);
    }
  }

  /** The drain must write down what it sends together, or nothing would ever make room. */
  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfTheSpoolSendsWhatIsGathered(Way way) {
    Archive archive = archive(150);
    String settings =
        """
        flowlogs.batch-flows = 20
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.lake.gather = 128MB, 1h
        flowlogs.allow = lake
        flowlogs.deny = lake
        """;
    int kilobytes = way == Way.FILE_SYSTEM ? 300 : 4 * KILOBYTES;
    try (SmallDisk disk = SmallDisk.at(work("spool"), way, kilobytes);
        Program program = program(archive.source() + settings)) {
      disk.start(program);
      if (way == Way.FILE_SYSTEM) {
        awaitFlows("lake", archive.tuples().size() * 2 / 3);
      } else {
        program.awaitLine("Poll finished"); // no file of the spool grows so large
      }
      end(program);
      assertThat(program.lines("Error releasing exchange")).isEmpty();
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(work("lake")).assertExactly(archive.tuples());
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFullDiskOfTheDeadLetterHoldsTheBlobBack(Way way) {
    Archive archive = archive(20);
    String damaged = "{\"time\":\"" + "x".repeat(KILOBYTES * 1100) + "\"}";
    archive.add(damaged);
    String settings = ONE_LARGE_MESSAGE + "flowlogs.allow = lake\nflowlogs.deny = other\n";
    try (SmallDisk disk = SmallDisk.at(work("dead-letter"), way, KILOBYTES);
        Program program = program(archive.source() + settings)) {
      disk.start(program);
      assertThat(program.awaitLine("destination=\"dead-letter\"")).containsPattern(FULL);
      program.awaitLine("Poll finished.*blobs_waiting=\"1\"");
      disk.makeRoom(program);
      program.awaitLine("Poll finished.*dead_letters=\"1\"");
      end(program);
      assertThat(Flows.inFiles(work("dead-letter")).texts("text")).containsExactly(damaged);
      Flows.inFiles(work("lake")).assertExactly(archive.tuples(false));
      Flows.inFiles(work("other")).assertExactly(archive.tuples(true));
      assertNothingIsLeft(program);
    }
  }

  private Archive archive(int records) {
    return new Archive(dir.resolve("archive")).grow(records);
  }

  private Program program(String properties) {
    return Program.in(dir.resolve("work"), properties);
  }

  private Path work(String folder) {
    return dir.resolve("work").resolve(folder);
  }

  private void awaitFlows(String folder, int count) {
    await().atMost(LONG).until(() -> Flows.inFiles(work(folder)).size() >= count);
  }

  private void awaitRequestsWith(int flows) {
    await()
        .atMost(LONG)
        .until(() -> Flows.inBodies(siem.accepted()).ids().stream().distinct().count() >= flows);
  }

  private static void end(Program program) {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.assertNoStackTrace();
  }

  private static void assertNothingIsLeft(Program program) {
    assertThat(program.once()).as(program.output()).isZero();
    assertThat(program.lines("Summary")).singleElement().asString().contains("flows=\"0\"");
  }

  private static List<Path> unfinished(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().contains("unfinished")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
