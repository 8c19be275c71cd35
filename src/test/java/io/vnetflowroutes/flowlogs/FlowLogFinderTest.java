package io.vnetflowroutes.flowlogs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.source.DirectoryContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves which flow logs a container is found to hold, and how they are listed. */
final class FlowLogFinderTest {

  private static final String HUB = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_HUB-G-FLOWLOG";
  private static final String SPOKE =
      "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_SPOKE-G-FLOWLOG";
  private static final Instant WRITTEN = Instant.parse("2026-02-01T00:10:00Z");

  @TempDir private Path container;

  private void blob(String flowLog, String hour, String mac, String content) throws IOException {
    Path file =
        container.resolve("%s/%s/m=00/macAddress=%s/PT1H.json".formatted(flowLog, hour, mac));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
  }

  private List<FoundFlowLog> found() {
    return new FlowLogFinder(
            "prod", new DirectoryContainer("prod", container), path -> path.path().contains("HUB"))
        .flowLogs();
  }

  @Test
  void eachFlowLogHasItsOldestAndNewestHourThatHoldsAnything() throws IOException {
    blob(HUB, "y=2025/m=12/d=31/h=23", "000D3A1B2C01", "old");
    blob(HUB, "y=2026/m=01/d=31/h=22", "000D3A1B2C01", "newest");
    blob(HUB, "y=2026/m=01/d=31/h=22", "000D3A1B2C02", "newest");
    blob(HUB, "y=2026/m=01/d=31/h=23", "000D3A1B2C01", "");
    blob(SPOKE, "y=2026/m=01/d=01/h=00", "000D3A1B2C03", "");
    List<FoundFlowLog> found = found();
    assertThat(found).extracting(FoundFlowLog::wanted).containsExactlyInAnyOrder(true, false);
    FoundFlowLog hub = found.stream().filter(FoundFlowLog::wanted).findFirst().orElseThrow();
    assertThat(hub.oldestHour()).isEqualTo("2025-12-31T23:00:00Z");
    assertThat(hub.newestHour()).isEqualTo("2026-01-31T22:00:00Z");
    assertThat(hub.networkInterfaces()).isEqualTo(2);
    assertThat(hub.newestBytes()).isEqualTo(6);
    assertThat(hub.written()).isEqualTo(WRITTEN);
    FoundFlowLog spoke = found.stream().filter(one -> !one.wanted()).findFirst().orElseThrow();
    assertThat(spoke.newestHour()).as("it holds only empty blobs").isNull();
  }

  @Test
  void theTableNamesWhatTheSettingsTake() throws IOException {
    blob(HUB, "y=2026/m=01/d=31/h=22", "000D3A1B2C01", "newest");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    AccountFlowLogs.Held held = new AccountFlowLogs.Held("prod", "a place", found(), null, null);
    FlowLogsReport report =
        new FlowLogsReport(
            List.of(held),
            WRITTEN.plusSeconds(3600),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    report.table();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("a place")
        .contains("2026-01-31T22:00:00Z")
        .contains("1 h");
  }
}
