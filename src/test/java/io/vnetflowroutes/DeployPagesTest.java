package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the figures that pages give for the unit, the manifests and the chart to those files. */
final class DeployPagesTest {

  private static final Path UNIT = Path.of("deploy/flowlogs.service");
  private static final Path CHART = Path.of("deploy/helm/flowlogs");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("docs", name)).replaceAll("\\s+", " ");
  }

  private static String unit(String key) throws IOException {
    Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(Files.readString(UNIT));
    assertThat(line.find()).as(key).isTrue();
    return line.group(1);
  }

  @Test
  void theUnitStopsAndRestartsAsThePageSays() throws IOException {
    assertThat(page("operations.md"))
        .contains("Give it 45 seconds")
        .contains(
            "restarts the program on every code except 0 and 2, after a pause of 10 seconds, and"
                + " gives up after five exits within ten minutes");
    assertThat(unit("TimeoutStopSec")).isEqualTo("45s");
    assertThat(unit("Restart")).isEqualTo("on-failure");
    assertThat(unit("RestartPreventExitStatus")).isEqualTo("2");
    assertThat(unit("RestartSec")).isEqualTo("10s");
    assertThat(unit("StartLimitBurst")).isEqualTo("5");
    assertThat(unit("StartLimitIntervalSec")).isEqualTo("10min");
    assertThat(unit("ReadWritePaths")).isEqualTo("/var/lib/flowlogs -/srv/flowlogs");
  }

  @Test
  void thePageListsEachValueOfTheChartWithItsDefault() throws IOException {
    JsonNode values = YAML.readTree(CHART.resolve("values.yaml").toFile());
    String page = Files.readString(Path.of("docs/kubernetes.md"));
    String table = page.substring(page.indexOf("| value |"), page.indexOf("## 4."));
    Set<String> listed = new TreeSet<>();
    Matcher name = Pattern.compile("(?m)^\\| `(\\w+)|, `(\\w+)`(?=[^|]*\\|)").matcher(table);
    while (name.find()) {
      listed.add(name.group(1) == null ? name.group(2) : name.group(1));
    }
    Set<String> there = new TreeSet<>();
    values.fieldNames().forEachRemaining(there::add);
    assertThat(listed).containsAll(there);
    assertThat(table)
        .contains(
            "`" + values.at("/javaOptions").asText() + "`",
            "`" + values.at("/storage/size").asText() + "`",
            "`" + values.at("/networkPolicy/monitoringNamespace").asText() + "`",
            "`" + values.at("/serviceMonitor/interval").asText() + "`",
            values.at("/resources/requests/cpu").asText() + " |");
    assertThat(values.at("/resources/requests/memory"))
        .isEqualTo(values.at("/resources/limits/memory"));
    assertThat(values.at("/networkPolicy/egressPorts").toString()).isEqualTo("[443,9092,9093]");
  }

  /** "A value that the chart does not know is refused." */
  @Test
  void theChartKnowsItsValuesAndNoOther() throws IOException {
    assertThat(page("kubernetes.md")).contains("A value that the chart does not know is refused");
    JsonNode schema = new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
    assertClosed("", schema, YAML.readTree(CHART.resolve("values.yaml").toFile()));
  }

  private static void assertClosed(String place, JsonNode schema, JsonNode values) {
    assertThat(schema.path("additionalProperties").asText()).as(place).isEqualTo("false");
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      JsonNode known = schema.path("properties").path(value.getKey());
      assertThat(known.isMissingNode()).as(place + value.getKey()).isFalse();
      if (known.has("properties")) {
        assertClosed(value.getKey() + '.', known, value.getValue());
      }
    }
  }

  @Test
  void theProgramHasFiveMinutesToStartInAPod() throws IOException {
    assertThat(page("kubernetes.md")).contains("*Startup* gives the program five minutes");
    JsonNode pod =
        YAML.readTree(Path.of("deploy/kubernetes/base/statefulset.yaml").toFile())
            .at("/spec/template/spec/containers/0");
    JsonNode startup = pod.path("startupProbe");
    assertThat(startup.path("periodSeconds").asInt() * startup.path("failureThreshold").asInt())
        .isEqualTo(300);
    assertThat(pod.at("/livenessProbe/httpGet/path").asText()).endsWith("/health/live");
    assertThat(pod.at("/readinessProbe/httpGet/path").asText()).endsWith("/health/ready");
  }
}
