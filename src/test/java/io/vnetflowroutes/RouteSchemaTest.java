package io.vnetflowroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Editors check route files against the schema of Camel's YAML DSL, which our own must fit. */
final class RouteSchemaTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    try (InputStream text =
        RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      schema =
          JsonSchemaFactory.getInstance(VersionFlag.V4)
              .getSchema(new ObjectMapper().readTree(text));
    }
  }

  static List<Path> routeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void shippedRoutesFitTheSchemaOfTheYamlDsl(Path file) throws IOException {
    assertThat(schema.validate(YAML.readTree(Files.readString(file)))).isEmpty();
  }

  @Test
  void theSchemaRefusesAQuotedBoolean() throws IOException {
    JsonNode quoted =
        YAML.readTree("[{route: {streamCache: 'false', from: {uri: 'direct:a', steps: []}}}]");
    assertThat(schema.validate(quoted)).isNotEmpty();
  }

  /** The schema that editors load is that of the Camel that runs the file. */
  @ParameterizedTest
  @MethodSource("routeFiles")
  void editorsAreToldTheSchema(Path file) throws IOException {
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo(
            "# yaml-language-server: $schema=https://raw.githubusercontent.com/apache/camel/camel-"
                + new DefaultCamelContext().getVersion()
                + "/dsl/camel-yaml-dsl/camel-yaml-dsl/src/generated/resources/schema/camelYamlDsl.json");
  }
}
