package io.vnetflowroutes.poll;

import static io.vnetflowroutes.poll.PolledDirectory.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what docs/operations.md says a blob takes of the state, for names as long as Azure's. */
class StateSizeTest {

  private static final Path PAGE = Path.of("docs/operations.md");
  private static final String FLOW_LOG =
      "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_NETWORKWATCHERRG"
          + "/NETWORKWATCHER_WESTEUROPE_VNET-HUB-PRODUCTION-RG-NETWORK-FLOWLOG";
  private static final int FEW = 10;
  private static final int MANY = 400;
  private static final Schedule SCHEDULE =
      new Schedule(
          Duration.ofMinutes(75),
          Duration.ofHours(24),
          new Start(Duration.ofHours(24), null),
          Duration.ofDays(31),
          Duration.ofHours(6));

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:00:00Z");

  @Test
  void aBlobThatIsReadHourlyTakesWhatThePageSays() throws IOException {
    long before;
    try (PolledDirectory source = new PolledDirectory(folder, clock)) {
      source.start(SCHEDULE);
      write(source, 0, FEW);
      clock.minutes(150);
      assertThat(source.poll()).hasSize(FEW);
      source.start(SCHEDULE);
      before = size();
      write(source, FEW, MANY);
      clock.minutes(61);
      assertThat(source.poll()).hasSize(MANY);
    }
    assertThat((size() - before) / MANY).isBetween(documented() * 8 / 10, documented() * 11 / 10);
  }

  private long size() throws IOException {
    return Files.size(folder.resolve("state/flowlogs.db"));
  }

  private static void write(PolledDirectory source, int from, int count) throws IOException {
    for (int blob = from; blob < from + count; blob++) {
      source.write(name(FLOW_LOG, "2026-09-01T10", "000D3A%06X".formatted(blob)), 60);
    }
  }

  private static long documented() throws IOException {
    Matcher figure =
        Pattern.compile("about ([\\d,]+) bytes for a blob that is read hourly")
            .matcher(Files.readString(PAGE).replaceAll("\\s+", " "));
    assertThat(figure.find()).isTrue();
    return Long.parseLong(figure.group(1).replace(",", ""));
  }
}
