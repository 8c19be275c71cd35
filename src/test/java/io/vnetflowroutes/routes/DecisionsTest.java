package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.camel.ConfigurationWarnings;
import io.vnetflowroutes.camel.GoodSettings;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.ProgramKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that no decision and no destination is forgotten unnoticed. */
class DecisionsTest {

  @TempDir private Path folder;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void goodSettings() throws IOException {
    settings.putAll(GoodSettings.in(folder));
  }

  private Settings read() throws ConfigurationException, IOException {
    return GoodSettings.read(folder, settings);
  }

  private List<String> problems() throws IOException {
    try {
      read();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @ParameterizedTest
  @CsvSource({"allow, allowed", "deny, denied"})
  void aForgottenDecisionIsSaidAndAnEmptyOneIsMeant(String decision, String flows)
      throws IOException, ConfigurationException {
    settings.remove("flowlogs." + decision);
    assertThat(problems())
        .containsExactly(
            ("flowlogs.%s is missing; name the destinations of %s flows, or set it to nothing to"
                    + " drop them")
                .formatted(decision, flows));
    settings.put("flowlogs." + decision, "");
    assertThat(ConfigurationWarnings.notes(read()))
        .containsExactly(
            "flowlogs.%s is empty, so %s flows are dropped".formatted(decision, flows));
    assertThat(ConfigurationWarnings.of(read())).isEmpty();
  }

  @Test
  void anEmptyDecisionInTheEnvironmentIsMeantToo() throws Exception {
    settings.remove("flowlogs.deny");
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    Map<String, String> variables = Map.of("FLOWLOGS_DENY", "");
    assertThat(Configuration.read(file, variables, settings).get(ProgramKeys.DENY)).isEmpty();
  }

  @Test
  void whereBothDecisionsAreEmptyARouteFileNamesADestination() throws Exception {
    settings.put("flowlogs.allow", "");
    settings.put("flowlogs.deny", "");
    assertThat(problems())
        .containsExactly(
            "flowlogs.allow and flowlogs.deny name no destination, and no route file does; set at"
                + " least one");
    routeTo("lake");
    assertThat(ConfigurationWarnings.notes(read()))
        .containsExactly(
            "flowlogs.allow is empty, so allowed flows are sent only where route files send them",
            "flowlogs.deny is empty, so denied flows are sent only where route files send them");
  }

  @Test
  void aDestinationThatNothingNamesIsSaid() throws Exception {
    settings.put("flowlogs.destination.lake-2.uri", "file:other");
    assertThat(ConfigurationWarnings.of(read()))
        .containsExactly(
            "The destination 'lake-2' gets nothing: neither flowlogs.allow nor flowlogs.deny nor a"
                + " route file names it");
    routeTo("lake-2");
    assertThat(ConfigurationWarnings.of(read())).isEmpty();
  }

  private void routeTo(String destination) throws IOException {
    Files.writeString(
        folder.resolve("routes/mine.camel.yaml"),
        "- route: {from: {uri: direct:mine, steps: [{to: direct:deliver-%s}]}}"
            .formatted(destination));
  }
}
