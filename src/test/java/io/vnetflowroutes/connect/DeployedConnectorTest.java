package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.core.CoreClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Proves that the connectors in {@code deploy/connect} have configurations that the connector
 * takes.
 */
class DeployedConnectorTest {

  private static final Path FOLDER = Path.of("deploy/connect");

  /** What nobody but a pod with a workload identity has; a key stands for it. */
  private static void assertIsTaken(Map<String, String> configuration) {
    assertThat(configuration).containsEntry("flowlogs.credential", "workload-identity");
    Map<String, String> here = new HashMap<>(configuration);
    here.remove("flowlogs.credential");
    here.put("flowlogs.account-key", "c2VjcmV0");
    here.replaceAll((key, value) -> value.replace("ACCOUNT", "account"));
    assertThat(new ConnectorSettings(here).problems()).isEmpty();
    assertThat(configuration)
        .containsEntry("exactly.once.support", "required")
        .containsKey("offsets.storage.topic");
  }

  @Test
  void thePlugInHasAllPackagesOfTheCoreAndItsOwn() throws IOException {
    List<String> packed =
        Pattern.compile("<include>io/vnetflowroutes/(\\w+)/")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(include -> include.group(1))
            .toList();
    assertThat(packed)
        .containsExactlyInAnyOrder((CoreClassPath.PACKAGES + " connect").split(" ", -1));
  }

  @Test
  void theReadyJsonIsTaken() throws IOException {
    JsonNode json = new ObjectMapper().readTree(FOLDER.resolve("flowlogs-source.json").toFile());
    Map<String, String> configuration = new HashMap<>();
    json.path("config")
        .properties()
        .forEach(entry -> configuration.put(entry.getKey(), entry.getValue().asText()));
    assertThat(configuration.get("connector.class"))
        .isEqualTo(FlowLogsSourceConnector.class.getName());
    assertIsTaken(configuration);
  }

  @Test
  void theResourcesOfStrimziAreTaken() throws IOException {
    List<Map<?, ?>> resources = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(Files.readString(FOLDER.resolve("strimzi.yaml")))
        .forEach(resource -> resources.add((Map<?, ?>) resource));
    Map<?, ?> connector = (Map<?, ?>) resources.get(1).get("spec");
    assertThat(connector.get("class")).isEqualTo(FlowLogsSourceConnector.class.getName());
    assertThat(connector.get("autoRestart")).isEqualTo(Map.of("enabled", true));
    Map<String, String> configuration = new HashMap<>();
    ((Map<?, ?>) connector.get("config"))
        .forEach((key, value) -> configuration.put(key.toString(), value.toString()));
    assertIsTaken(configuration);
    assertThat(resources)
        .allSatisfy(
            resource -> assertThat(resource.get("apiVersion")).isEqualTo("kafka.strimzi.io/v1"));
    Map<?, ?> workers = (Map<?, ?>) resources.get(0).get("spec");
    List<String> own =
        List.of("groupId", "configStorageTopic", "offsetStorageTopic", "statusStorageTopic");
    own.forEach(name -> assertThat(workers.get(name)).as(name).isInstanceOf(String.class));
    Map<?, ?> worker = (Map<?, ?>) workers.get("config");
    assertThat(worker.keySet().toString()).doesNotContain("group.id", "storage.topic");
    assertThat(worker.get("exactly.once.source.support")).isEqualTo("enabled");
    assertThat(worker.get("plugin.discovery")).isEqualTo("service_load");
  }
}
