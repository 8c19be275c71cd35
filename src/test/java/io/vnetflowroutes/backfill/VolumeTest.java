package io.vnetflowroutes.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves how much a backfill finds to read, and how it says so. */
final class VolumeTest {

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final Span HOURS =
      new Span(Instant.parse("2026-01-31T08:00:00Z"), Instant.parse("2026-01-31T09:00:00Z"));

  @TempDir private Path container;
  private Source source;

  @BeforeEach
  void blobs() throws IOException {
    blob(7, "000D3A1B2C01", "before");
    blob(8, "000D3A1B2C01", "0123456789");
    blob(8, "000D3A1B2C02", "01234");
    blob(9, "000D3A1B2C01", "");
    blob(10, "000D3A1B2C01", "after");
    source =
        new Source("prod", new DirectoryContainer("prod", container), FlowLogSelection.EVERYTHING);
  }

  private void blob(int hour, String mac, String content) throws IOException {
    Path file =
        container.resolve(
            "%s/y=2026/m=01/d=31/h=%02d/m=00/macAddress=%s/PT1H.json"
                .formatted(FLOW_LOG, hour, mac));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String name(int mac) {
    return "%s/y=2026/m=01/d=31/h=08/m=00/macAddress=000D3A1B2C%02d/PT1H.json"
        .formatted(FLOW_LOG, mac);
  }

  private static BlobProgress progress(long length) {
    return new BlobProgress(length, Anchor.NONE, 0, length, "", 0, 0, 0, Anchor.NONE, 0, 0);
  }

  @Test
  void onlyBlobsOfTheHoursThatHoldAnythingCount() {
    Volume volume = new Volume(HOURS, (name, prefix) -> Map.of()).add(source);
    assertThat(volume.flowLogs()).isEqualTo(1);
    assertThat(volume.hours()).isEqualTo(1);
    assertThat(volume.blobs()).isEqualTo(2);
    assertThat(volume.bytes()).isEqualTo(15);
    assertThat(volume.doneBlobs()).isZero();
    assertThat(volume.listCalls()).as("a directory is not charged").isZero();
    assertThat(BackfillReport.what(volume))
        .isEqualTo("1 flow log, 1 hour with 2 interface hours, 15 B");
  }

  @Test
  void oneThatGoesOnBehindAllOfItSaysWhatItFoundDone() {
    Volume done =
        new Volume(HOURS, (name, prefix) -> Map.of(name(1), progress(10), name(2), progress(5)))
            .add(source);
    assertThat(BackfillReport.read(done, new BackfillAdvance(2, 15, 0)))
        .isEqualTo(
            "nothing was left to read, as 2 interface hours had been read before; delivered now: ");
    Volume half = new Volume(HOURS, (name, prefix) -> Map.of(name(1), progress(10))).add(source);
    assertThat(BackfillReport.read(half, new BackfillAdvance(2, 15, 4)))
        .isEqualTo("4 flows read; delivered: ");
  }

  @Test
  void nothingToReadIsSaid() {
    Span empty =
        new Span(Instant.parse("2026-01-30T08:00:00Z"), Instant.parse("2026-01-30T09:00:00Z"));
    Volume volume = new Volume(empty, (name, prefix) -> Map.of()).add(source);
    assertThat(BackfillReport.what(volume))
        .isEqualTo("Nothing to read: 1 flow log, but no blob of these hours.");
    Volume nothing = new Volume(HOURS, (name, prefix) -> Map.of());
    assertThat(BackfillReport.what(nothing)).contains("no flow log of these sources is selected");
  }
}
