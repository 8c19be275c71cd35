package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that what is deployed to Kubernetes is valid by Kubernetes' own schema and does what the
 * page promises, made by the real kubectl and helm.
 */
@Tag("release")
final class KubernetesIT {
  private static final String EXISTING = "existingSecret=flowlogs";
  private static final String IDENTITY =
      "workloadIdentity.clientId=00000000-0000-0000-0000-000000000000";
  private static final String CREDENTIAL = "env.FLOWLOGS_SOURCE_PROD_CREDENTIAL=workload-identity";

  private static JsonSchema schema;
  private static final Map<String, List<JsonNode>> ALL = new LinkedHashMap<>();

  @TempDir Path dir;

  @BeforeAll
  static void make() throws Exception {
    try (InputStream text = KubernetesIT.class.getResourceAsStream("/schema/kubernetes.json")) {
      schema =
          JsonSchemaFactory.getInstance(VersionFlag.V7)
              .getSchema(new ObjectMapper().readTree(text));
    }
    for (String variant : List.of("client-secret", "workload-identity")) {
      ALL.put(variant, Manifests.kustomized(variant));
    }
    ALL.put("chart", Manifests.charted());
    ALL.put(
        "chart, client secret",
        Manifests.charted("--set", EXISTING + ",serviceMonitor.enabled=true"));
    ALL.put(
        "chart, workload identity",
        Manifests.charted("--set", IDENTITY + "," + CREDENTIAL + ",serviceMonitor.enabled=true"));
    ALL.put(
        "chart, all else",
        Manifests.charted(
            "--set",
            "routesConfigMap=routes,storage.className=fast,networkPolicy.enabled=false,"
                + "image.pullSecrets[0].name=registry,nodeSelector.disk=ssd"));
  }

  @Test
  void everyObjectFitsTheSchemaOfItsKind() throws Exception {
    ALL.forEach(
        (variant, objects) -> {
          assertThat(objects).as(variant).hasSizeGreaterThanOrEqualTo(4);
          for (JsonNode object : objects) {
            assertThat(schema.validate(object)).as("%s: %s", variant, object.at("/kind")).isEmpty();
          }
        });
    ObjectNode wrong = Manifests.object(ALL.get("chart"), "StatefulSet").deepCopy();
    ((ObjectNode) wrong.at("/spec/template/spec")).put("enableServiceLink", false);
    assertThat(schema.validate(wrong)).isNotEmpty();
    ObjectNode text = Manifests.object(ALL.get("chart"), "StatefulSet").deepCopy();
    ((ObjectNode) text.at("/spec")).put("replicas", "1");
    assertThat(schema.validate(text)).isNotEmpty();
    assertThat(Manifests.helm("lint", "--strict", "deploy/helm/flowlogs"))
        .contains("0 chart(s) failed");
  }

  /** The pods behind Kafka: as bare of rights as the one that reads, and without a volume. */
  @Test
  void podsBehindKafkaNeedNoVolumeAndTheirSettingsAreRight() throws Exception {
    List<JsonNode> objects = Manifests.kustomized("receive");
    for (JsonNode object : objects) {
      assertThat(schema.validate(object)).as("%s", object.at("/kind")).isEmpty();
      assertThat(object.at("/metadata/namespace").asText()).isEqualTo("flowlogs");
    }
    JsonNode deployment = Manifests.object(objects, "Deployment").at("/spec");
    JsonNode pod = deployment.at("/template/spec");
    JsonNode container = pod.at("/containers/0");
    JsonNode labels = deployment.at("/template/metadata/labels");
    assertWithin(deployment.at("/selector/matchLabels"), labels);
    assertWithin(
        Manifests.object(objects, "NetworkPolicy").at("/spec/podSelector/matchLabels"), labels);
    assertThat(Manifests.object(objects, "ConfigMap").at("/metadata/name"))
        .isEqualTo(pod.at("/volumes/1/configMap/name"));
    assertThat(container.at("/image").asText()).isEqualTo("flowlogs:" + Archives.VERSION);
    JsonNode reading =
        Manifests.object(ALL.get("client-secret"), "StatefulSet").at("/spec/template/spec");
    for (String same : List.of("/enableServiceLinks", "/terminationGracePeriodSeconds")) {
      assertThat(pod.at(same)).as(same).isEqualTo(reading.at(same));
    }
    for (String same : List.of("/securityContext", "/resources", "/args", "/startupProbe")) {
      assertThat(container.at(same)).as(same).isEqualTo(reading.at("/containers/0").at(same));
    }
    for (JsonNode volume : pod.at("/volumes")) {
      assertThat(volume.has("emptyDir") || volume.has("configMap")).as("%s", volume).isTrue();
    }
    assertRight(
        Archives.unpack(dir),
        objects,
        container,
        "receive",
        Map.of(),
        "The settings are right: topic flowlogs.batches, destinations siem");
  }

  @Test
  void thereIsOnePodWithoutRightsAndWithWhatItNeeds() {
    ALL.forEach(
        (variant, objects) -> {
          JsonNode set = Manifests.object(objects, "StatefulSet").at("/spec");
          JsonNode pod = set.at("/template/spec");
          JsonNode container = Manifests.container(objects);
          assertThat(set.at("/replicas").asInt()).isEqualTo(1);
          assertThat(pod.at("/enableServiceLinks").asText()).isEqualTo("false");
          assertThat(pod.at("/automountServiceAccountToken").asText()).isEqualTo("false");
          assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isEqualTo(45);
          assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
          assertThat(pod.at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
          assertThat(pod.at("/securityContext/seccompProfile/type").asText())
              .isEqualTo("RuntimeDefault");
          JsonNode security = container.at("/securityContext");
          assertThat(security.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(security.at("/allowPrivilegeEscalation").asText()).isEqualTo("false");
          assertThat(Manifests.texts(security.at("/capabilities/drop"))).containsExactly("ALL");
          assertThat(container.at("/resources/limits/memory"))
              .isEqualTo(container.at("/resources/requests/memory"));
          for (JsonNode mount : container.at("/volumeMounts")) {
            String name = mount.at("/name").asText();
            assertThat(pod.at("/volumes").findValuesAsText("name").contains(name))
                .as("%s: volume %s", variant, name)
                .isEqualTo(!name.equals("data"));
          }
        });
  }

  /** The labels by which one object finds another, and the port by its name. */
  @Test
  void theyFindEachOther() {
    ALL.forEach(
        (variant, objects) -> {
          JsonNode set = Manifests.object(objects, "StatefulSet");
          JsonNode service = Manifests.object(objects, "Service");
          JsonNode labels = set.at("/spec/template/metadata/labels");
          assertWithin(set.at("/spec/selector/matchLabels"), labels);
          assertWithin(service.at("/spec/selector"), labels);
          assertThat(set.at("/spec/serviceName")).isEqualTo(service.at("/metadata/name"));
          assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
          assertThat(Manifests.container(objects).at("/ports/0/name").asText())
              .isEqualTo(service.at("/spec/ports/0/targetPort").asText());
          assertThat(Manifests.object(objects, "ConfigMap").at("/metadata/name"))
              .isEqualTo(set.at("/spec/template/spec/volumes/0/configMap/name"));
          assertThat(Manifests.object(objects, "ServiceAccount").at("/metadata/name"))
              .isEqualTo(set.at("/spec/template/spec/serviceAccountName"));
          for (JsonNode object : objects) {
            if (object.at("/kind").asText().equals("NetworkPolicy")) {
              assertWithin(object.at("/spec/podSelector/matchLabels"), labels);
            }
            if (object.at("/kind").asText().equals("ServiceMonitor")) {
              assertWithin(object.at("/spec/selector/matchLabels"), service.at("/metadata/labels"));
              assertThat(object.at("/spec/endpoints/0/port"))
                  .isEqualTo(service.at("/spec/ports/0/name"));
            }
          }
        });
    assertThat(ALL.get("client-secret"))
        .anyMatch(object -> object.at("/kind").asText().equals("ServiceMonitor"));
  }

  @Test
  void theChartMakesThePodOfTheManifests() {
    for (String variant : List.of("client-secret", "workload-identity")) {
      JsonNode made =
          Manifests.object(ALL.get("chart, " + variant.replace('-', ' ')), "StatefulSet");
      ObjectNode pod = made.at("/spec/template/spec").deepCopy();
      ((ObjectNode) pod.at("/containers/0")).remove("imagePullPolicy");
      ((ObjectNode) pod.at("/volumes/0/configMap")).put("name", "settings");
      JsonNode plain = Manifests.object(ALL.get(variant), "StatefulSet");
      ObjectNode expected = plain.at("/spec/template/spec").deepCopy();
      ((ObjectNode) expected.at("/volumes/0/configMap")).put("name", "settings");
      assertThat(pod).as(variant).isEqualTo(expected);
      assertThat(made.at("/spec/volumeClaimTemplates/0/spec"))
          .isEqualTo(plain.at("/spec/volumeClaimTemplates/0/spec"));
    }
  }

  @Test
  void theVersionIsThatOfTheRelease() throws IOException {
    String image = "flowlogs:" + Archives.VERSION;
    ALL.forEach(
        (variant, objects) ->
            assertThat(Manifests.container(objects).at("/image").asText()).isEqualTo(image));
    assertThat(Files.readString(Path.of("deploy/helm/flowlogs/Chart.yaml")))
        .contains("\nversion: " + Archives.VERSION + "\n");
  }

  /** With the Secret that the page makes, or with what Azure puts into the pod. */
  @Test
  void theSettingsAreRightInEitherVariant() throws Exception {
    Path program = Archives.unpack(dir);
    Map<String, String> secret = new HashMap<>();
    Pattern.compile("--from-literal=(\\w+)=(\\S+)")
        .matcher(Files.readString(Path.of("docs/kubernetes.md")))
        .results()
        .forEach((MatchResult literal) -> secret.put(literal.group(1), literal.group(2)));
    assertThat(secret).hasSize(3);
    Map<String, String> azure =
        Map.of(
            "AZURE_CLIENT_ID", "00000000-0000-0000-0000-000000000000",
            "AZURE_TENANT_ID", "00000000-0000-0000-0000-000000000000",
            "AZURE_FEDERATED_TOKEN_FILE", dir.resolve("token").toString(),
            "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/");
    assertRight(program, "client-secret", secret);
    assertRight(program, "chart, client secret", secret);
    assertRight(program, "workload-identity", azure);
    assertRight(program, "chart, workload identity", azure);
  }

  /** As the page has them, but for what needs a cluster or a registry. */
  @Test
  void theCommandsOfThePageAreRight() throws Exception {
    List<String> commands = new ArrayList<>();
    Pattern.compile("(?s)```\\n(.*?)```")
        .matcher(Files.readString(Path.of("docs/kubernetes.md")).replace("\\\n", " "))
        .results()
        .flatMap((MatchResult block) -> block.group(1).lines())
        .forEach(commands::add);
    assertThat(commands).hasSize(9);
    int run = 0;
    for (String command : commands) {
      String here =
          command
              .replaceFirst("^kubectl apply -k", Manifests.kubectl() + " kustomize")
              .replaceFirst("^kubectl (-n flowlogs )?create .*", "$0 --dry-run=client")
              .replaceFirst("^kubectl ", Manifests.kubectl() + " ")
              .replaceFirst("^helm install", Manifests.helm() + " template")
              .replace("=application.properties", "=docker/flowlogs.properties")
              .replace("docker-archive:", "docker-archive:" + Archives.FOLDER + "/")
              .replaceFirst("docker://REGISTRY/flowlogs:\\S+", "oci:" + dir.resolve("pushed"));
      if (!here.matches(".* (logs|exec) .*")) {
        Command.run("sh", "-c", here);
        run++;
      }
    }
    assertThat(run).isEqualTo(6);
  }

  private void assertRight(Path program, String variant, Map<String, String> injected)
      throws Exception {
    List<JsonNode> objects = ALL.get(variant);
    assertRight(
        program,
        objects,
        Manifests.container(objects),
        variant,
        injected,
        "The settings are right: sources prod, destinations bus");
  }

  private void assertRight(
      Path program,
      List<JsonNode> objects,
      JsonNode container,
      String variant,
      Map<String, String> injected,
      String said)
      throws Exception {
    Path settings = Files.createDirectories(dir.resolve(variant)).resolve("application.properties");
    Files.writeString(settings, Manifests.settings(objects).replace("ACCOUNT", "account"));
    Map<String, String> variables = new HashMap<>(Manifests.variables(container));
    variables.replaceAll(
        (name, value) ->
            value
                .replace("/app", program.toString())
                .replace("/var/lib/flowlogs", settings.getParent().toString()));
    variables.putAll(injected);
    List<String> check = new ArrayList<>(List.of(program + "/bin/flowlogs", "check", "--offline"));
    check.addAll(List.of("--config", settings.toString()));
    assertThat(Command.run(dir, variables, check))
        .as(variant)
        .contains(said)
        .doesNotContain("  warn  ");
  }

  private static void assertWithin(JsonNode labels, JsonNode all) {
    assertThat(labels.properties()).isNotEmpty();
    assertThat(all.properties()).containsAll(labels.properties());
  }
}
