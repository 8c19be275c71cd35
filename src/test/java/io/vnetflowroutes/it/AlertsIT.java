package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the alerts say what is so, with Prometheus' own tool. */
final class AlertsIT {
  private static final Path RULES = Path.of("deploy/prometheus-alerts.yaml").toAbsolutePath();
  private static final Path DASHBOARD = Path.of("deploy/grafana-dashboard.json");
  private static final Path PAGE = Path.of("docs/monitoring.md");

  @TempDir Path dir;

  @Test
  void eachAlertFiresWhenItShouldAndTellsTheRightFigure() throws Exception {
    String tests = Files.readString(Path.of("src/it/promtool/alerts.yaml"));
    Path file = Files.writeString(dir.resolve("alerts.yaml"), tests.replace("RULES", "" + RULES));
    assertThat(promtool("test", "rules", file.toString())).contains("SUCCESS");
    assertThat(names(tests, "alertname: (\\w+)"))
        .as("alerts that are tested")
        .isEqualTo(names(Files.readString(RULES), "alert: (\\w+)"));
  }

  @Test
  void eachAlertHasItsSectionInThePage() throws IOException {
    String rules = Files.readString(RULES);
    Set<String> alerts = names(rules, "alert: (\\w+)");
    assertThat(names(Files.readString(PAGE), "### (FlowLogs\\w+)")).isEqualTo(alerts);
    assertThat(names(rules, "runbook: docs/monitoring.md#(\\w+)"))
        .isEqualTo(
            alerts.stream()
                .map(alert -> alert.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
  }

  @Test
  void everyPanelOfTheDashboardAsksWhatPrometheusUnderstands() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    int panels = 0;
    for (JsonNode asked : dashboard.findValues("expr")) {
      String expression = asked.asText().replace("$__rate_interval", "5m").replace("'", "''");
      rules.append("      - {record: 'panel:").append(panels++).append("', expr: '");
      rules.append(expression).append("'}\n");
    }
    assertThat(panels).isGreaterThan(15);
    Path file = Files.writeString(dir.resolve("panels.yaml"), rules);
    assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS: " + panels);
    assertThat(dashboard.findValuesAsText("expr"))
        .as("a poll that never was is not in 1970")
        .noneMatch(expression -> expression.matches("time\\(\\) - flowlogs_[a-z_]+(\\{.*})?"));
  }

  /** What docker-compose.yml has Prometheus read, which lies elsewhere in the container. */
  @Test
  void theSettingsOfTheDemonstrationAreRight() throws Exception {
    String settings = Files.readString(Path.of("docker/prometheus.yml"));
    Path file = dir.resolve("prometheus.yml");
    Files.writeString(file, settings.replace("/etc/prometheus/alerts.yaml", "" + RULES));
    assertThat(promtool("check", "config", file.toString()))
        .contains("1 rule files found", "is valid prometheus config file syntax");
  }

  private static Set<String> names(String text, String regex) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("promtool", "target/promtool")));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
