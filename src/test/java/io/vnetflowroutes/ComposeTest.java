package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.connect.FlowLogsSourceConnector;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Proves that the compose files fit their specification, and their parts each other. */
final class ComposeTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String PAST_ONE_MACHINE = "deploy/connect/compose/docker-compose.yml";

  /** As the image has them, beside its settings. */
  private static final Map<String, String> ROUTES =
      Map.of("FLOWLOGS_ROUTES", Path.of("routes").toAbsolutePath().toString());

  private static JsonNode compose;

  @BeforeAll
  static void read() throws IOException {
    compose = merged("docker-compose.yml");
  }

  /** A compose file whose aliases and merge keys are resolved, as Docker resolves them. */
  private static JsonNode merged(String file) throws IOException {
    JsonNode read =
        new ObjectMapper()
            .valueToTree(
                new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(Path.of(file))));
    for (JsonNode service : read.at("/services")) {
      JsonNode template = service.path("<<");
      if (!template.isMissingNode()) {
        ((ObjectNode) service).remove("<<");
        template
            .properties()
            .forEach(part -> ((ObjectNode) service).putIfAbsent(part.getKey(), part.getValue()));
      }
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", PAST_ONE_MACHINE})
  void itFitsTheSchemaOfTheComposeSpecification(String name) throws IOException {
    JsonNode compose = merged(name);
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

  @ParameterizedTest
  @CsvSource({
    "docker-compose.yml, ./deploy/grafana-dashboard.json",
    PAST_ONE_MACHINE + ", ./worker.properties"
  })
  void whateverIsMountedOrBuiltIsThere(String name, String one) throws IOException {
    Path folder = Path.of(name).toAbsolutePath().getParent();
    JsonNode compose = merged(name);
    List<String> mounted = new ArrayList<>();
    for (JsonNode service : compose.at("/services")) {
      for (JsonNode volume : service.at("/volumes")) {
        String source = volume.asText().split(":", -1)[0];
        if (source.startsWith(".")) {
          mounted.add(source);
          assertThat(folder.resolve(source)).exists();
        } else {
          assertThat(compose.at("/volumes").has(source)).as("volume %s", source).isTrue();
        }
      }
      service
          .at("/depends_on")
          .fieldNames()
          .forEachRemaining(
              other -> assertThat(compose.at("/services").has(other)).as(other).isTrue());
      JsonNode build = service.path("build");
      if (!build.isMissingNode()) {
        Path context = folder.resolve(build.path("context").asText(build.asText())).normalize();
        assertThat(context.resolve(build.path("dockerfile").asText("Dockerfile"))).exists();
      }
    }
    assertThat(mounted).contains(one);
  }

  /** The connector's file is what the connector takes, and the bundles read what it writes. */
  @Test
  void pastOneMachineTheWorkersServeTheConnectorAndTheBundlesReadItsTopic() throws IOException {
    JsonNode compose = merged(PAST_ONE_MACHINE);
    Path folder = Path.of(PAST_ONE_MACHINE).getParent();
    Map<String, String> connector = new HashMap<>();
    new ObjectMapper()
        .readTree(folder.resolve("connector.json").toFile())
        .properties()
        .forEach(key -> connector.put(key.getKey(), key.getValue().asText()));
    String variable = connector.get("flowlogs.connection-string");
    connector.put(
        "flowlogs.connection-string",
        compose.at("/services/worker-1/environment/FLOWLOGS_CONNECTION_STRING").asText());
    connector.put("name", "demo");
    assertThat(new FlowLogsSourceConnector().validate(connector).configValues())
        .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    Properties worker = properties(folder.resolve("worker.properties"));
    assertThat(variable).isEqualTo("${env:FLOWLOGS_CONNECTION_STRING}");
    assertThat(worker.getProperty("config.providers")).isEqualTo("env");
    assertThat(worker.getProperty("exactly.once.source.support")).isEqualTo("enabled");
    String dockerfile = Files.readString(folder.resolve("Dockerfile"));
    assertThat(dockerfile)
        .contains("COPY --from=build /plugins " + worker.getProperty("plugin.path") + '\n')
        .contains("\"/etc/flowlogs/worker.properties\"");
    assertThat(texts(compose.at("/services/worker-2/volumes")))
        .containsExactly("./worker.properties:/etc/flowlogs/worker.properties:ro");
    assertThat(texts(compose.at("/services/connector/command")))
        .contains("http://worker-1:8083/connectors/demo/config");
    assertThat(worker.getProperty("listeners")).isEqualTo("http://:8083");

    Properties bundle = properties(folder.resolve("bundle.properties"));
    assertThat(connector).containsEntry("flowlogs.content", "batches");
    assertThat(bundle.getProperty("flowlogs.receive.topic"))
        .isEqualTo(connector.getOrDefault("flowlogs.topic.batches", "flowlogs.batches"));
    assertThat(Configuration.read(folder.resolve("bundle.properties"), ROUTES, Map.of()))
        .isNotNull();
    assertThat(compose.at("/services/bundle-1")).isEqualTo(compose.at("/services/bundle-2"));
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    }
    return properties;
  }

  @Test
  void prometheusAsksTheBundleAndGrafanaAsksPrometheus() throws IOException {
    Properties settings = properties(Path.of("docker/flowlogs.properties"));
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

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", PAST_ONE_MACHINE})
  void portsAreOpenOnThisMachineAlone(String name) throws IOException {
    JsonNode compose = merged(name);
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
