package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proves that docker-compose.yml fits its specification, and its parts each other. */
final class ComposeTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static JsonNode compose;

  @BeforeAll
  static void read() throws IOException {
    compose = YAML.readTree(Files.readString(Path.of("docker-compose.yml")));
  }

  @Test
  void itFitsTheSchemaOfTheComposeSpecification() throws IOException {
    ObjectNode text;
    try (InputStream file = ComposeTest.class.getResourceAsStream("/schema/compose-spec.json")) {
      text = (ObjectNode) new ObjectMapper().readTree(file);
    }
    // It is no URL, as the validator asks for.
    text.remove("$id");
    JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(text);
    assertThat(schema.validate(compose)).isEmpty();
    ObjectNode wrong = compose.deepCopy();
    ((ObjectNode) wrong.at("/services/kafka")).put("imagee", "kafka");
    assertThat(schema.validate(wrong)).isNotEmpty();
  }

  @Test
  void whateverIsMountedIsThere() {
    List<String> mounted = new ArrayList<>();
    for (JsonNode service : compose.at("/services")) {
      for (JsonNode volume : service.at("/volumes")) {
        String source = volume.asText().split(":", -1)[0];
        if (source.startsWith("./")) {
          mounted.add(source);
          assertThat(Path.of(source)).exists();
        } else {
          assertThat(compose.at("/volumes").has(source)).as("volume %s", source).isTrue();
        }
      }
      for (JsonNode variable : service.at("/depends_on")) {
        assertThat(variable.isContainerNode() || compose.at("/services").has(variable.asText()))
            .isTrue();
      }
    }
    assertThat(mounted)
        .contains(
            "./docker/prometheus.yml",
            "./deploy/prometheus-alerts.yaml",
            "./deploy/grafana-dashboard.json");
  }

  @Test
  void prometheusAsksTheBundleAndGrafanaAsksPrometheus() throws IOException {
    Properties settings = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of("docker/flowlogs.properties"))) {
      settings.load(text);
    }
    assertThat(settings.getProperty("camel.management.host")).isEqualTo("0.0.0.0");
    JsonNode scrape = read("docker/prometheus.yml").at("/scrape_configs/0");
    assertThat(scrape.at("/static_configs/0/targets/0").asText()).isEqualTo("flowlogs:9876");
    assertThat(scrape.at("/metrics_path").asText()).isEqualTo("/observe/metrics");
    assertThat(texts(compose.at("/services/prometheus/volumes")))
        .contains(
            "./deploy/prometheus-alerts.yaml:"
                + read("docker/prometheus.yml").at("/rule_files/0").asText()
                + ":ro");

    JsonNode source = read("docker/grafana/datasource.yaml").at("/datasources/0");
    assertThat(source.at("/url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(source.at("/type").asText()).isEqualTo("prometheus");
    String folder = read("docker/grafana/dashboards.yaml").at("/providers/0/options/path").asText();
    JsonNode grafana = compose.at("/services/grafana");
    assertThat(texts(grafana.at("/volumes")))
        .contains("./deploy/grafana-dashboard.json:" + folder + "/flowlogs.json:ro")
        .contains(
            "./docker/grafana/datasource.yaml:/etc/grafana/provisioning/datasources/prometheus.yaml:ro")
        .contains(
            "./docker/grafana/dashboards.yaml:/etc/grafana/provisioning/dashboards/flowlogs.yaml:ro");
    assertThat(grafana.at("/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText())
        .isEqualTo(folder + "/flowlogs.json");
  }

  @Test
  void portsAreOpenOnThisMachineAlone() {
    for (JsonNode service : compose.at("/services")) {
      assertThat(texts(service.at("/ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  private static JsonNode read(String file) throws IOException {
    return YAML.readTree(Files.readString(Path.of(file)));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
