package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the newest hour of a flow log is one that holds something. */
final class OuterHoursTest {

  private static final FlowLogPath FLOW_LOG =
      FlowLogPath.parse("flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG");

  @TempDir private Path container;

  private void blob(String hour, String mac, String content) throws IOException {
    Path file =
        container.resolve(
            "%s/%s/m=00/macAddress=%s/PT1H.json".formatted(FLOW_LOG.path(), hour, mac));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private OuterHours hours() {
    return new OuterHours(new DirectoryContainer("prod", container), FLOW_LOG);
  }

  @Test
  void foldersThatHoldOnlyEmptyBlobsArePassedOver() throws IOException {
    blob("y=2025/m=12/d=31/h=22", "000D3A1B2C01", "");
    blob("y=2025/m=12/d=31/h=23", "000D3A1B2C01", "old");
    blob("y=2026/m=01/d=01/h=00", "000D3A1B2C01", "new");
    blob("y=2026/m=01/d=01/h=00", "000D3A1B2C02", "new");
    blob("y=2026/m=02/d=01/h=00", "000D3A1B2C01", "");
    assertThat(hours().newest())
        .hasSize(2)
        .allSatisfy(blob -> assertThat(blob.name()).contains("y=2026/m=01/d=01/h=00"));
    assertThat(hours().oldest())
        .singleElement()
        .satisfies(blob -> assertThat(blob.name()).contains("y=2025/m=12/d=31/h=23"));
  }

  @Test
  void aFlowLogWithoutAnyHasNone() throws IOException {
    blob("y=2026/m=01/d=01/h=00", "000D3A1B2C01", "");
    assertThat(hours().newest()).isEmpty();
    assertThat(hours().oldest()).isEmpty();
  }
}
