package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What kubectl and helm make of deploy/kubernetes and deploy/helm. */
final class Manifests {
  private static final Path TOOLS = Path.of(System.getProperty("kubernetes.tools"));

  private Manifests() {}

  static String kubectl() {
    return TOOLS.resolve("kubectl/kubectl").toString();
  }

  static String helm() {
    return TOOLS.resolve("helm/helm").toString();
  }

  /** The objects of a variant in deploy/kubernetes. */
  static List<JsonNode> kustomized(String variant) throws IOException, InterruptedException {
    return read(
        Command.run(
            TOOLS.resolve("kubectl/kubectl").toString(),
            "kustomize",
            "deploy/kubernetes/" + variant));
  }

  /** The objects that the chart makes with these options. */
  static List<JsonNode> charted(String... options) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("template", "flowlogs", "deploy/helm/flowlogs", "--namespace", "flowlogs"));
    arguments.addAll(List.of(options));
    return read(helm(arguments.toArray(String[]::new)));
  }

  static String helm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(helm()));
    command.addAll(List.of(arguments));
    return Command.run(Path.of(""), Map.of(), command);
  }

  static JsonNode object(List<JsonNode> objects, String kind) {
    return objects.stream()
        .filter(object -> object.at("/kind").asText().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind));
  }

  /** The one container of the pod. */
  static JsonNode container(List<JsonNode> objects) {
    return object(objects, "StatefulSet").at("/spec/template/spec/containers/0");
  }

  /** The settings that the pod reads. */
  static String settings(List<JsonNode> objects) {
    return object(objects, "ConfigMap").at("/data").get("application.properties").asText();
  }

  /** The variables that are set in the container itself. */
  static Map<String, String> variables(JsonNode container) {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode variable : container.at("/env")) {
      variables.put(variable.at("/name").asText(), variable.at("/value").asText());
    }
    return variables;
  }

  /** The bytes of heap that Java takes in the container. */
  static long heap(JsonNode container) {
    Matcher limit =
        Pattern.compile("(\\d+)Gi").matcher(container.at("/resources/limits/memory").asText());
    Matcher share =
        Pattern.compile("-XX:MaxRAMPercentage=(\\d+)")
            .matcher(variables(container).get("JAVA_OPTS"));
    if (!limit.matches() || !share.matches()) {
      throw new AssertionError("no limit of the memory, or of the heap");
    }
    return (Long.parseLong(limit.group(1)) << 30) * Long.parseLong(share.group(1)) / 100;
  }

  static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<JsonNode> read(String text) throws IOException {
    return new YAMLMapper()
        .readerFor(JsonNode.class).<JsonNode>readValues(text).readAll().stream()
            .filter(JsonNode::isObject)
            .toList();
  }
}
