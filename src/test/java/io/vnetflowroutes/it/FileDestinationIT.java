package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises about file destinations: whole files, under names that never change. */
final class FileDestinationIT {
  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("'/y='yyyy'/m='MM'/d='dd'/h='HH'/'").withZone(ZoneOffset.UTC);

  @TempDir Path dir;

  @Test
  void filesHaveFixedNamesInFoldersThatHiveReads() throws IOException {
    Archive archive = new Archive(dir).grow(20);
    String settings = archive.everythingTo("lake", "file:lake") + "flowlogs.batch-flows = 100\n";
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      assertThat(program.once()).as(program.output()).isZero();
      Path lake = program.folder().resolve("lake");
      Map<Path, Long> first = sizes(lake);
      assertThat(first).hasSizeGreaterThan(4);
      for (Path file : first.keySet()) {
        assertThat(lake.relativize(file).toString())
            .matches(
                "decision=(allow|deny)"
                    + FOLDERS.format(archive.hour())
                    + "[0-9a-f]{20}-\\d+-\\d+-\\d+-(allow|deny)-\\d+-\\d+\\.ndjson");
        String decision = lake.relativize(file).getName(0).toString().replace("decision=", "");
        Flows flows = Flows.inTexts(List.of(Files.readString(file)));
        assertThat(flows.texts("decision")).containsOnly(decision);
        assertThat(file.getFileName().toString()).contains("-" + decision + "-");
      }

      assertThat(program.once("--set", "flowlogs.state=another")).isZero();
      assertThat(sizes(lake)).as("the same files when all is read again").isEqualTo(first);
      Flows.inFiles(lake).assertExactly(archive.tuples());
    }
  }

  @Test
  void nobodyEverSeesAnUnfinishedFile() {
    Archive archive = new Archive(dir).grow(1_500);
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("lake", "file:lake")).start()) {
      Path lake = program.folder().resolve("lake");
      Map<Path, Long> whenSeen = new HashMap<>();
      await()
          .atMost(Duration.ofMinutes(10))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofNanos(1))
          .until(
              () -> {
                sizes(lake).forEach(whenSeen::putIfAbsent);
                return !program.lines("Poll finished").isEmpty();
              });
      assertThat(program.sigterm()).isZero();
      assertThat(sizes(lake)).containsAllEntriesOf(whenSeen);
      assertThat(whenSeen).isNotEmpty();
      assertThat(hidden(lake)).as("nothing half done is left").isEmpty();
      Flows.inFiles(lake).assertExactly(archive.tuples());
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, .ndjson.gz", "zstd, .ndjson.zst"})
  void bodyLimitSplitsFilesAndWhatIsCompressedIsReadable(String compression, String ending) {
    Archive archive = new Archive(dir).grow(50);
    String settings =
        archive.everythingTo("lake", "file:lake")
            + """
            flowlogs.destination.lake.compression = %s
            flowlogs.destination.lake.body-limit = 64KB
            """
                .formatted(compression);
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      assertThat(program.once()).as(program.output()).isZero();
      Path lake = program.folder().resolve("lake");
      assertThat(Flows.files(lake))
          .hasSizeGreaterThan(4)
          .allMatch(file -> file.toString().endsWith(ending));
      Flows.inFiles(lake).assertExactly(archive.tuples());
    }
  }

  private static Map<Path, Long> sizes(Path folder) {
    Map<Path, Long> sizes = new HashMap<>();
    for (Path file : Flows.files(folder)) {
      try {
        sizes.put(file, Files.size(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sizes;
  }

  private static List<Path> hidden(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
