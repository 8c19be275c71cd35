package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that two flow logs of one name, in two subscriptions, are two. */
class SameNameTest {

  private static final String ONE = "flowLogResourceID=/S1_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final String TWO = "flowLogResourceID=/S2_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";

  @TempDir private Path folder;

  @Test
  void eachHasItsOwnLag() throws IOException {
    SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
    try (PolledDirectory source = new PolledDirectory(folder, clock)) {
      source.start(
          new Schedule(
              Duration.ofMinutes(75),
              Duration.ofHours(24),
              new Start(Duration.ofHours(24), null),
              Duration.ZERO,
              Duration.ZERO));
      source.write(PolledDirectory.name(ONE, "2026-09-01T05", "000D3A000001"), 1);
      source.write(PolledDirectory.name(TWO, "2026-09-01T05", "000D3A000002"), 1);
      source.poll("000D3A000002");
      assertThat(source.dueBlobs().lags())
          .extracting(Lag::flowLog)
          .containsExactly(
              "NETWORKWATCHER_EASTUS_V-G-FLOWLOG", "NETWORKWATCHER_EASTUS_V-G-FLOWLOG");
      assertThat(source.dueBlobs().lags()).extracting(Lag::path).containsExactly(ONE, TWO);
      assertThat(source.dueBlobs().lags())
          .extracting(lag -> lag.overdue().isZero())
          .containsExactly(true, false);
    }
  }
}
