package io.vnetflowroutes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.settings.SourceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets hold together, and Camel takes them from the class path. */
class KameletsTest {

  private static final String SOURCE = "azure-vnet-flow-logs-source";
  private static final String SPLIT = "azure-vnet-flow-logs-split-action";

  private static JsonNode kamelet(String name) throws IOException {
    Path file = Path.of("src/main/resources/kamelets", name + ".kamelet.yaml");
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new ObjectMapper().valueToTree(yaml);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {SOURCE, SPLIT})
  void eachParameterIsDescribedAndUsed(String name) throws IOException {
    JsonNode kamelet = kamelet(name);
    assertThat(kamelet.at("/metadata/name").asText()).isEqualTo(name);
    JsonNode properties = kamelet.at("/spec/definition/properties");
    assertThat(properties)
        .allSatisfy(
            property -> {
              assertThat(names(property)).contains("title", "description", "type", "default");
              assertThat(property.at("/description").asText()).endsWith(".");
            });
    Set<String> used = new TreeSet<>();
    Pattern.compile("\\{\\{(\\w+)}}")
        .matcher(kamelet.at("/spec/template").toString())
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(used::add);
    assertThat(used).isEqualTo(names(properties));
  }

  @Test
  void theOptionsAreThoseOfTheComponentAndSecretsAreMarked() throws IOException {
    JsonNode kamelet = kamelet(SOURCE);
    assertThat(EndpointSettings.names())
        .containsAll(names(kamelet.at("/spec/template/beans/0/properties/options")));
    for (String secret : List.of("clientSecret", "accountKey", "sasToken", "connectionString")) {
      assertThat(kamelet.at("/spec/definition/properties/" + secret + "/format").asText())
          .isEqualTo("password");
    }
  }

  @Test
  void theArtifactIsThatOfThisVersion() throws IOException {
    String version =
        Pattern.compile("<artifactId>vnet-flow-routes</artifactId>\\s+<version>([^<]+)<")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .findFirst()
            .orElseThrow();
    for (String name : List.of(SOURCE, SPLIT)) {
      assertThat(kamelet(name).at("/spec/dependencies/0").asText())
          .isEqualTo("mvn:io.vnetflowroutes:vnet-flow-routes:" + version);
    }
    assertThat(Path.of("examples/kamelet/pom.xml"))
        .content()
        .contains("<flowlogs.version>" + version + "</flowlogs.version>");
    assertThat(Path.of("examples/plugin/pom.xml"))
        .content()
        .contains("<version>" + version + "</version>");
  }

  @Test
  void thePageListsEachParameterAndShowsTheExample() throws IOException {
    String page = Files.readString(Path.of("docs/kamelets.md"));
    JsonNode properties = kamelet(SOURCE).at("/spec/definition/properties");
    for (String name : names(properties)) {
      String initial = properties.at("/" + name + "/default").asText();
      assertThat(page.lines())
          .as(name)
          .anyMatch(
              line ->
                  line.matches("\\| (`\\w+`, )*`" + name + "`(, `\\w+`)* \\| .*")
                      && (initial.isEmpty() || line.contains(" | `" + initial + "` | ")));
    }
    List<String> shown =
        Pattern.compile("(?s)```yaml\n(.*?)```")
            .matcher(page)
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    assertThat(Path.of("examples/kamelet/src/main/resources/camel/flow-logs.camel.yaml"))
        .content()
        .contains(shown);
    assertThat(shown).hasSize(2);
  }

  @Test
  void camelFindsTheActionAndSplitsABlobWithIt() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext();
        Stream<Path> files = Files.walk(Path.of("sample"))) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:blob").to("kamelet:" + SPLIT + "?format=csv");
            }
          });
      camel.start();
      Path blob = files.filter(file -> file.endsWith("PT1H.json")).findFirst().orElseThrow();
      Exchange split =
          camel
              .createProducerTemplate()
              .request(
                  "direct:blob",
                  exchange -> {
                    exchange.getMessage().setBody(Files.readAllBytes(blob));
                    exchange
                        .getMessage()
                        .setHeader(
                            "CamelAzureStorageBlobBlobName",
                            Path.of("sample").relativize(blob).toString());
                  });
      assertThat(split.getException()).isNull();
      int flows = split.getMessage().getHeader("CamelFlowlogsFlows", Integer.class);
      assertThat(split.getMessage().getBody(String.class).lines())
          .hasSize(flows + 1)
          .first()
          .asString()
          .startsWith("id,time,");
    }
  }

  @Test
  void theExampleWritesEachFlowOnALineOfItsOwn(@TempDir Path folder) throws Exception {
    Path blob = sampleBlob();
    Path file = folder.resolve("blobs").resolve(Path.of("sample").relativize(blob));
    Files.createDirectories(file.getParent());
    Files.copy(blob, file);
    String routes =
        Files.readString(Path.of("examples/kamelet/src/main/resources/camel/flow-logs.camel.yaml"));
    String split =
        routes
            .substring(routes.indexOf("# Splits blobs"))
            .replace("file:blobs", "file:" + folder.resolve("blobs"))
            .replace("file:split", "file:" + folder.resolve("split"));
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("split.camel.yaml", split));
      camel.start();
      await().until(() -> Files.exists(file.resolveSibling(".camel").resolve("PT1H.json")));
    }
    List<String> lines = Files.readAllLines(folder.resolve("split/flows.ndjson"));
    assertThat(lines).hasSize(tuples(blob)).doesNotHaveDuplicates();
    for (String line : lines) {
      try (MappingIterator<JsonNode> values =
          new ObjectMapper().readerFor(JsonNode.class).readValues(line)) {
        assertThat(values.readAll()).singleElement().matches(flow -> flow.has("id"));
      }
    }
  }

  private static Path sampleBlob() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("sample"))) {
      return files.filter(file -> file.endsWith("PT1H.json")).findFirst().orElseThrow();
    }
  }

  private static int tuples(Path blob) throws IOException {
    return new ObjectMapper()
        .readTree(blob.toFile()).findValues("flowTuples").stream().mapToInt(JsonNode::size).sum();
  }

  @Test
  void camelMasksSecretsInUrisOfTheComponent() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getComponent("vnet-flow-logs");
      List<String> secrets =
          SourceKeys.GROUP.all().stream()
              .filter(Key::secret)
              .map(key -> StringHelper.dashToCamelCase(key.shortName()))
              .toList();
      assertThat(secrets).contains("clientSecret", "accountKey", "sasToken", "connectionString");
      for (String secret : secrets) {
        assertThat(URISupport.sanitizeUri("vnet-flow-logs:azure?" + secret + "=Open~1&start=1h"))
            .isEqualTo("vnet-flow-logs:azure?" + secret + "=xxxxxx&start=1h");
      }
    }
  }

  @Test
  void aSourceWithoutAnAccountIsRefusedInASentence() {
    assertThatThrownBy(
            () -> {
              try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.addRoutes(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("kamelet:" + SOURCE + "?clientSecret=hidden~1&region=eastus")
                            .to("log:flows");
                      }
                    });
                camel.start();
              }
            })
        .satisfies(
            e ->
                assertThat(Causes.root(e).getMessage())
                    .contains("storageAccountUrl is missing; a source needs it")
                    .doesNotContain("hidden"));
  }
}
