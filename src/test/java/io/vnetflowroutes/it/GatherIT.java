package io.vnetflowroutes.it;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that many batches make few files and few requests, and that each flow is in one. */
final class GatherIT {

  @TempDir Path dir;

  private Archive archive(int records) {
    return new Archive(dir.resolve("archive")).grow(records);
  }

  @Test
  void manyBatchesMakeOneFileADecisionAndFullBodies() {
    Archive archive = archive(60);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + """
                    flowlogs.batch-flows = 20
                    flowlogs.destination.lake.uri = file:lake
                    flowlogs.destination.lake.gather = 100MB, 1h
                    flowlogs.destination.siem.uri = %s
                    flowlogs.destination.siem.gather = 20KB, 1h
                    flowlogs.allow = lake, siem
                    flowlogs.deny = lake
                    """
                        .formatted(siem.url("/in")))) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(Flows.files(dir.resolve("work/lake"))).filteredOn(Files::isRegularFile).hasSize(2);
      Flows.inFiles(dir.resolve("work/lake")).assertExactly(archive.tuples());
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
      List<Integer> bodies =
          siem.accepted().stream().map(request -> request.bodyText().length()).toList();
      assertThat(bodies).allMatch(size -> size <= 20 * 1024);
      assertThat(bodies.subList(0, bodies.size() - 1)).allMatch(size -> size > 18 * 1024);
      assertThat(dir.resolve("work/spool/lake")).isEmptyDirectory();
    }
  }

  @Test
  void anHourIsMarkedOnceAllItsFilesAreThereAndNotBefore() throws Exception {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(20);
    Path lake = dir.resolve("work/lake");
    String settings =
        archive.everythingTo("lake", "file:lake")
            + """
            flowlogs.batch-flows = 20
            flowlogs.destination.lake.gather = 4KB, 1h
            flowlogs.destination.lake.marker = _SUCCESS
            """;
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      for (int kill = 0; kill < 3; kill++) {
        int before = files(lake, "gathered-").size();
        program.start();
        await(program.output())
            .atMost(Duration.ofMinutes(3))
            .until(() -> files(lake, "gathered-").size() > before || marked(lake));
        program.kill();
        assertMarkedOnlyIfWhole(lake, archive);
      }
      await("the last file")
          .atMost(Duration.ofMinutes(3))
          .until(() -> started(program) && (allThere(lake, archive) || marked(lake)));
      program.kill();
      assertMarkedOnlyIfWhole(lake, archive);
      await("the marker")
          .atMost(Duration.ofMinutes(3))
          .until(() -> started(program) && marked(lake));
      program.kill();
      assertMarkedOnlyIfWhole(lake, archive);
      assertThat(program.once()).as(program.output()).isZero();
      String hour = DateTimeFormatter.ofPattern("'h='HH").withZone(UTC).format(archive.hour());
      assertThat(files(lake, "_SUCCESS"))
          .as("hours without flows are marked, too")
          .hasSizeGreaterThan(2)
          .allMatch(marker -> marker.toFile().length() == 0)
          .filteredOn(marker -> marker.getParent().endsWith(hour))
          .hasSize(2);
      Flows.inTexts(texts(files(lake, "gathered-"))).assertExactly(archive.tuples());
    }
  }

  /** Starts the program unless it runs. */
  private static boolean started(Program program) {
    if (!program.running()) {
      program.start();
    }
    return true;
  }

  private static boolean allThere(Path lake, Archive archive) throws IOException {
    return Flows.inTexts(texts(files(lake, "gathered-"))).size() == archive.tuples().size();
  }

  private static boolean marked(Path lake) {
    return !files(lake, "_SUCCESS").isEmpty();
  }

  private static void assertMarkedOnlyIfWhole(Path lake, Archive archive) throws IOException {
    if (marked(lake)) {
      Flows.inTexts(texts(files(lake, "gathered-"))).assertExactly(archive.tuples());
    }
  }

  private static List<Path> files(Path lake, String begins) {
    try (Stream<Path> all = Files.walk(lake)) {
      return all.filter(file -> file.getFileName().toString().startsWith(begins)).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // It is not there yet, or has changed meanwhile.
    }
  }

  private static List<String> texts(List<Path> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  @Test
  void aPlanIsKeptOverASignalAndABackfillLeavesAloneWhatTheServiceHasGathered() throws Exception {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(20);
    Path lake = dir.resolve("work/lake");
    Path inTheWay = lake.resolve("decision=allow");
    String settings =
        archive.everythingTo("lake", "file:lake")
            + "flowlogs.batch-flows = 20\nflowlogs.destination.lake.gather = 100MB, 1h\n";
    try (Program service = Program.in(dir.resolve("work"), settings);
        Program backfill = service.again()) {
      Files.createDirectories(lake);
      Files.writeString(inTheWay, "no folder");
      service.start();
      service.awaitLine("WARN.*destination=\"lake\"");
      assertThat(service.sigterm()).as(service.output()).isZero();
      List<Path> plans = files(dir.resolve("work/spool/lake"), "front");
      assertThat(plans).as("what goes together is on disk").isNotEmpty();
      Files.delete(inTheWay);
      service.start();
      await("both files").atMost(Duration.ofMinutes(3)).until(() -> allThere(lake, archive));
      List<Path> gathered = files(lake, "gathered-");
      assertThat(gathered).hasSize(2);
      Flows.inTexts(texts(gathered)).assertExactly(archive.tuples());

      assertThat(backfill.verb("backfill", "--from", "beginning")).isEqualTo(1);
      assertThat(backfill.output())
          .contains("may hold the flows that were gathered")
          .contains("left alone: lake " + archive.tuples().size());
      assertThat(files(lake, "gathered-")).isEqualTo(gathered);
      String[] elsewhere = {
        "--from", "beginning", "--set", "flowlogs.destination.lake.uri=file:other"
      };
      assertThat(backfill.verb("backfill", elsewhere)).as(backfill.output()).isZero();
      List<Path> other = files(dir.resolve("work/other"), "gathered-");
      assertThat(other).as("all of it is closed at once").hasSize(2);
      Flows.inTexts(texts(other)).assertExactly(archive.tuples());

      assertThat(backfill.verb("backfill", elsewhere)).as("that one is done").isEqualTo(1);
      assertThat(backfill.output()).contains("left alone: lake " + archive.tuples().size());
      assertThat(files(dir.resolve("work/other"), "gathered-")).isEqualTo(other);
      assertThat(service.running()).isTrue();
    }
  }

  @Test
  void ofAGatheredBodyOnlyWhatIsRefusedGoesToTheDeadLetter() throws Exception {
    Archive archive = archive(12);
    String refused = archive.tuples(false).get(archive.tuples(false).size() / 2);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + """
                    flowlogs.batch-flows = 20
                    flowlogs.destination.siem.uri = %s
                    flowlogs.destination.siem.gather = 1MB, 1h
                    flowlogs.allow = siem
                    flowlogs.deny =
                    """
                        .formatted(siem.url("/in")))) {
      Pattern port = Pattern.compile("\"src_port\":\"?" + refused.split(",", -1)[3] + "\\b");
      siem.refuse(body -> port.matcher(body).find());
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      assertThat(program.lines("refuses .* for good, which goes to the dead letter")).isNotEmpty();
      int accepted = Flows.inBodies(siem.accepted()).size();
      String letters = "";
      for (Path file : Flows.files(dir.resolve("work/dead-letter"))) {
        letters += Files.readString(file);
      }
      assertThat(letters).contains("400");
      int dead = letters.split(Pattern.quote("\\\"id\\\":"), -1).length - 1;
      assertThat(dead).isPositive();
      assertThat(accepted + dead).isEqualTo(archive.tuples(false).size());

      siem.refuse(body -> false);
      assertThat(program.verb("replay")).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
      assertThat(program.output()).contains(dead + " flows sent; nothing is left");
    }
  }
}
