package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Proves that events of older versions of OCSF have what those versions know, and nothing else. */
class OlderOcsfTest {

  /** The versions before the newest. */
  static final List<OcsfVersion> VERSIONS =
      Stream.of(OcsfVersion.values()).filter(v -> v.isBefore(OcsfVersion.NEWEST)).toList();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final GoldenCase DERIVED = GoldenCase.named(GoldenCase.DERIVED);

  private static List<String> events(OcsfVersion version, Derivation derivation, List<Flow> flows) {
    return GoldenCase.texts(Formats.ocsf(version, derivation).get(), flows);
  }

  @ParameterizedTest
  @FieldSource("VERSIONS")
  void everyEventIsValidInItsVersion(OcsfVersion version) throws IOException {
    SchemaTable schema = SchemaTable.ofOcsf(version.text());
    List<Flow> flows = new ArrayList<>();
    GoldenCase.all().forEach(golden -> flows.addAll(golden.flows()));
    IntStream.range(0, 20).forEach(seed -> flows.addAll(new RandomFlows(seed).next(60)));
    for (Derivation derivation : List.of(Derivation.NONE, GoldenCase.EVERYTHING)) {
      for (String line : events(version, derivation, flows)) {
        assertThat(schema.problems(JSON.readTree(line))).as(line).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("VERSIONS")
  void eventsOfTheNewestVersionAreNotValidInOlderOnes(OcsfVersion version) throws IOException {
    SchemaTable schema = SchemaTable.ofOcsf(version.text());
    String line = DERIVED.expected("ocsf").lines().findFirst().orElseThrow();
    assertThat(schema.problems(JSON.readTree(line)))
        .anyMatch(problem -> problem.contains("observation_point_id"))
        .anyMatch(problem -> problem.contains("metadata.version"));
  }

  @ParameterizedTest
  @FieldSource("VERSIONS")
  void theEventsAreThoseOfTheGoldenFile(OcsfVersion version) throws IOException {
    String written = String.join("", events(version, GoldenCase.EVERYTHING, DERIVED.flows()));
    if (System.getProperty("golden.write") != null) {
      Files.writeString(DERIVED.ocsfFile(version), written);
    }
    assertThat(written).isEqualTo(Files.readString(DERIVED.ocsfFile(version)));
  }

  @ParameterizedTest
  @CsvSource({
    "V1_5_0, /app_protocol_name, service",
    "V1_3_0, /connection_info/community_uid, community_id",
    "V1_3_0, /policy/uid, acl_id",
    "V1_1_0, /src_endpoint/autonomous_system/name, src_as_name",
    "V1_1_0, /src_endpoint/network_scope, src_scope",
  })
  void whatAVersionHasNoPlaceForIsAmongTheRest(OcsfVersion version, String place, String rest)
      throws IOException {
    List<String> newest = DERIVED.expected("ocsf").lines().toList();
    List<String> older = events(version, GoldenCase.EVERYTHING, DERIVED.flows());
    int found = 0;
    for (int i = 0; i < older.size(); i++) {
      JsonNode event = JSON.readTree(older.get(i));
      JsonNode value = JSON.readTree(newest.get(i)).at(place);
      assertThat(event.at(place).isMissingNode()).isTrue();
      if (!value.isMissingNode()) {
        found++;
        assertThat(event.at("/unmapped/" + rest).asText())
            .isNotEmpty()
            .satisfies(
                text -> assertThat(rest.endsWith("scope") || text.equals(value.asText())).isTrue());
      }
    }
    assertThat(found).isPositive();
  }
}
