package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.format.Formats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that the heap which Java takes in a container of 256 MB is enough. */
final class SmallHeapIT {
  private static final int BLOBS = 8;
  private static final int RECORDS = 15;
  private static final int FLOWS = 700;

  @TempDir private Path dir;

  @Test
  void inAHeapOf64MegabytesEveryFormatIsDelivered() throws IOException {
    Path source = dir.resolve("source");
    fill(source);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program = Program.in(dir.resolve("work"), settings(source, siem))) {
      program.with(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.awaitLine("Java has a heap of 62 MB, which is too small"))
          .contains("lowers flowlogs.readers from 8 to 1");
      int all = flows();
      for (String format : Formats.names()) {
        long records = format.equals("raw") ? 2L * BLOBS * RECORDS : all;
        assertThat(flows(program.folder().resolve(format), format.equals("csv")))
            .as(format)
            .isEqualTo(records);
      }
      assertThat(Flows.inBodies(siem.accepted()).size()).isEqualTo(all);
    }
  }

  @Test
  void aHeapThatIsTooSmallIsRefused() {
    try (Program program = Program.in(dir.resolve("work"), Program.ALL_TO_LAKE)) {
      program.with(List.of("-Xmx32m"));
      assertThat(program.once()).isEqualTo(2);
      assertThat(program.output()).contains("Java has a heap of 31 MB", "-Xmx48m");
    }
  }

  /** How many flows {@link #fill} writes. */
  static int flows() {
    return BLOBS * RECORDS * FLOWS;
  }

  /** Writes blobs of an hour that is over. */
  static void fill(Path source) throws IOException {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(5, ChronoUnit.HOURS);
    for (int nic = 0; nic < BLOBS; nic++) {
      String mac = "000D3A0000%02d".formatted(nic);
      Records records = new Records(Archive.NAMES, mac, nic, 0.3);
      List<String> texts = new ArrayList<>();
      for (int minute = 0; minute < RECORDS; minute++) {
        texts.add(records.next(hour.plusSeconds(60L * minute + 2), FLOWS));
      }
      Path blob = source.resolve(Archive.NAMES.blob(hour, mac));
      Files.createDirectories(blob.getParent());
      String text = "{\"records\":[" + String.join(",", texts) + "]}";
      Files.writeString(blob, text, StandardCharsets.UTF_8);
    }
  }

  private static String settings(Path source, HttpReceiver siem) {
    StringBuilder settings = new StringBuilder();
    settings
        .append("flowlogs.source.s.directory = " + source + "\nflowlogs.start = beginning\n")
        .append("flowlogs.silent-after = 0\n")
        .append("flowlogs.destination.siem.uri = " + siem.url("/in") + "\n");
    for (String format : Formats.names()) {
      String key = "flowlogs.destination." + format;
      settings
          .append(key + ".uri = file:" + format + "\n")
          .append(key + ".format = " + format + "\n");
      if (!format.equals("raw")) {
        settings.append(key + ".derive = community-id, service, scope, totals\n");
      }
    }
    String all = String.join(", ", Formats.names()) + ", siem\n";
    return settings.append("flowlogs.allow = " + all).append("flowlogs.deny = " + all).toString();
  }

  private static long flows(Path folder, boolean headed) throws IOException {
    if (folder.toString().endsWith("parquet")) {
      return Tables.rows(folder);
    }
    long lines = 0;
    for (Path file : Flows.files(folder)) {
      lines += Files.readAllLines(file).size() - (headed ? 1 : 0);
    }
    return lines;
  }
}
