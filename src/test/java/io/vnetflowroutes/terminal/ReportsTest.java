package io.vnetflowroutes.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.errors.UserError;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves how verbs print tables and amounts, and read names and points in time. */
final class ReportsTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void columnsAreAsWideAsTheirWidestTextAndObeyNoOne() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new Table()
        .row("NAME", "LAG")
        .row("a-long-name", "none")
        .row("evil\033[2J", "1 min")
        .print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    String table = printed.toString(StandardCharsets.UTF_8);
    assertThat(table).doesNotContain("\033");
    List<String> lines = table.lines().toList();
    assertThat(lines.get(0)).isEqualTo("  NAME         LAG");
    assertThat(lines.get(1)).isEqualTo("  a-long-name  none");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KB", "4404019, 4.2 MB", "1099511627776, 1.0 TB"})
  void sizesHaveTheUnitsOfTheSettings(long bytes, String words) {
    assertThat(HumanUnits.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 s",
    "PT59S, 59 s",
    "PT61S, 1 min",
    "PT125M, 2 h 5 min",
    "PT1H, 1 h",
    "PT49H, 2 d 1 h"
  })
  void spansHaveTheirTwoGreatestUnits(Duration span, String words) {
    assertThat(HumanUnits.span(span)).isEqualTo(words);
  }

  @Test
  void theFirstHourMayNotBeAfterTheLast() {
    TimeOptions.order(NOW, NOW);
    assertThatThrownBy(() -> TimeOptions.order(NOW, NOW.minusSeconds(3600)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "--from is the hour 2026-01-31T12:00:00Z, which is after the last one, 2026-01-31T11:00");
  }

  @Test
  void oneIsSingularAndThousandsStandApart() {
    assertThat(HumanUnits.count(1, "blob")).isEqualTo("1 blob");
    assertThat(HumanUnits.count(1234, "blob")).isEqualTo("1,234 blobs");
  }

  @ParameterizedTest
  @CsvSource({
    "24h, 2026-01-30T12:00:00Z",
    "7d, 2026-01-24T12:00:00Z",
    "beginning, 1970-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z"
  })
  void aPointInTimeIsADurationBackOrAnInstant(String text, Instant meant) {
    assertThat(TimeOptions.instant("--from", text, NOW)).isEqualTo(meant);
  }

  @Test
  void anythingElseIsRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> TimeOptions.instant("--from", "yesterday", NOW))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--from is 'yesterday'")
        .hasMessageContaining("24h");
  }

  @Test
  void namesThatTheConfigurationDoesNotHaveAreAllSaid() {
    Settings settings =
        new SettingsReader(Configuration.keys())
            .properties(
                Map.of(
                    "flowlogs.source.prod.directory", "sample",
                    "flowlogs.destination.lake.uri", "file:out",
                    "flowlogs.destination.siem.uri", "file:siem"))
            .settings();
    assertThat(NameOptions.problems(settings, List.of("prod"), List.of("lake"))).isEmpty();
    assertThat(NameOptions.problems(settings, List.of("prd"), List.of("lake", "sime")))
        .containsExactly(
            "--source is 'prd', but must be one of prod",
            "--destination is 'sime', but must be one of lake, siem");
  }
}
