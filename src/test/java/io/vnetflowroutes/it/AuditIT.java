package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import io.vnetflowroutes.bytes.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that it can be shown what was delivered, and what was not. */
final class AuditIT {
  private static final Names NAMES = Archive.NAMES;

  @TempDir Path dir;
  private final Instant hour =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
  private BlobContainerClient container;

  private GrowingBlob blob(String mac) {
    GrowingBlob blob = new GrowingBlob(container, NAMES.blob(hour, mac));
    Records nic = new Records(NAMES, mac, 3, 0.4);
    for (int i = 0; i < 5; i++) {
      blob.append(nic.next(hour.plusSeconds(60L * i), 5));
    }
    return blob;
  }

  @Test
  void whatIsBehindMissingOrCreatedAnewIsTold(@TempDir Path azuriteDir) {
    try (Azurite azurite = Azurite.start(azuriteDir);
        Program program =
            Program.in(
                dir,
                """
                flowlogs.source.prod.connection-string = %s
                flowlogs.start = beginning
                flowlogs.destination.lake.uri = file:lake
                flowlogs.allow = lake
                flowlogs.deny = lake
                """
                    .formatted(azurite.connectionString()))) {
      container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
      GrowingBlob behind = blob("000D3A000001");
      GrowingBlob anew = blob("000D3A000002");
      blob("000D3A000003");
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.verb("audit")).as(program.output()).isZero();
      assertThat(program.output()).contains("3 blobs", "3 delivered", "Complete: everything");

      behind.append(new Records(NAMES, "000D3A000001", 4, 0).next(hour.plusSeconds(900), 5));
      anew.delete();
      anew.append(new Records(NAMES, "000D3A000002", 5, 0).next(hour.plusSeconds(900), 5));
      blob("000D3A000004");
      assertThat(program.verb("audit")).as(program.output()).isEqualTo(1);
      assertThat(program.output())
          .containsPattern(hour + "  000D3A000001  behind +[\\d,]+ of [\\d,]+ bytes not delivered")
          .containsPattern(hour + "  000D3A000002  recreated ")
          .containsPattern(hour + "  000D3A000004  missing +([\\d,]+) of \\1 bytes not delivered")
          .containsPattern("for \\d+ min")
          .contains("4 blobs", "1 delivered", "Not complete: 3 of 4 blobs");
      assertThat(program.verb("audit", "--json", "--from", "1d")).isEqualTo(1);
      assertThat(program.lines("\"standing\":\"(behind|missing|recreated)\".*\"lag_minutes\":"))
          .hasSize(3);

      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.verb("audit", "--all")).as(program.output()).isZero();
      assertThat(program.lines("  delivered ")).hasSize(4);
      assertThat(program.verb("audit", "--from", "90d", "--to", "80d")).isEqualTo(1);
      assertThat(program.output()).contains("Nothing was found in these hours");
      assertThat(program.verb("audit", "--from", "80d", "--to", "90d")).isEqualTo(2);
      assertThat(program.output()).contains("--from is the hour", "which is after the last one");
      program.assertNoStackTrace();
    }
  }

  @Test
  void whatLiesInTheDeadLetterIsCountedApart() throws IOException {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(3);
    archive.add("{\"time\":\"2026-01-01T00:00:00Z\",\"flowRecords\":7}");
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("lake", "file:lake"))) {
      program.once();
      Map<String, String> before = files();
      assertThat(program.verb("audit")).as(program.output()).isEqualTo(1);
      assertThat(files()).as("an audit only reads").isEqualTo(before);
      assertThat(program.output())
          .containsPattern("dead letter .*1 file, [1-9]\\d* bytes with 1 unreadable record in the")
          .containsPattern(
              "1 of 1 blob, 0 bytes not delivered; 1 file, [1-9]\\d* bytes with 1 unreadable");
      program.verb("audit", "--json");
      assertThat(
              program.lines(
                  "\"dead_letter_files\":1,\"dead_letter_bytes\":[1-9]\\d*,\"dead_letter_flows\":0,\"dead_letter_records\":1"))
          .hasSize(1);
    }
  }

  @Test
  void anAuditBesideTheServiceChangesNothingForIt() {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(3);
    try (Program service =
            Program.in(dir.resolve("work"), archive.everythingTo("lake", "file:lake")).start();
        Program audit = service.again()) {
      service.awaitLine("Poll finished.*flows=\"[1-9]");
      assertThat(audit.verb("audit")).as(audit.output()).isZero();
      archive.grow(3);
      service.awaitLines("Poll finished.*flows=\"[1-9]", 2);
      assertThat(audit.verb("audit")).as(audit.output()).isZero();
      assertThat(service.sigterm()).isZero();
      assertThat(service.lines("WARN|ERROR")).isEmpty();
      Flows.inFiles(dir.resolve("work/lake")).assertExactly(archive.tuples());
    }
  }

  /** All files of program and source with what they hold and when they were written. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        files.put(file.toString(), Files.getLastModifiedTime(file) + Digest.of(content, 8));
      }
    }
    return files;
  }
}
