package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.camel.ConfigurationWarnings;
import io.vnetflowroutes.camel.GoodSettings;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.settings.ProgramKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that no decision and no destination is forgotten unnoticed. */
class DecisionsTest {

  private final Path folder;
  private final GoodSettings settings;

  DecisionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.in(folder);
  }

  @ParameterizedTest
  @CsvSource({"allow, allowed", "deny, denied"})
  void aForgottenDecisionIsSaidAndAnEmptyOneIsMeant(String decision, String flows)
      throws IOException, ConfigurationException {
    settings.remove("flowlogs." + decision);
    assertThat(settings.problems())
        .containsExactly(
            ("flowlogs.%s is missing; name the destinations of %s flows, or set it to nothing to"
                    + " drop them")
                .formatted(decision, flows));
    settings.put("flowlogs." + decision, "");
    assertThat(ConfigurationWarnings.notes(settings.read()))
        .containsExactly(
            "flowlogs.%s is empty, so %s flows are dropped".formatted(decision, flows));
    assertThat(ConfigurationWarnings.of(settings.read())).isEmpty();
  }

  @Test
  void anEmptyDecisionInTheEnvironmentIsMeantToo() throws Exception {
    settings.remove("flowlogs.deny");
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    Map<String, String> variables = Map.of("FLOWLOGS_DENY", "");
    assertThat(Configuration.read(file, variables, settings.all()).get(ProgramKeys.DENY)).isEmpty();
  }

  @Test
  void whereBothDecisionsAreEmptyARouteFileNamesADestination() throws Exception {
    settings.put("flowlogs.allow", "");
    settings.put("flowlogs.deny", "");
    assertThat(settings.problems())
        .containsExactly(
            "flowlogs.allow and flowlogs.deny name no destination, and no route file does; set at"
                + " least one");
    routeTo("lake");
    assertThat(ConfigurationWarnings.notes(settings.read()))
        .containsExactly(
            "flowlogs.allow is empty, so allowed flows are sent only where route files send them",
            "flowlogs.deny is empty, so denied flows are sent only where route files send them");
  }

  @Test
  void aDestinationThatNothingNamesIsSaid() throws Exception {
    settings.put("flowlogs.destination.lake-2.uri", "file:other");
    assertThat(ConfigurationWarnings.of(settings.read()))
        .containsExactly(
            "The destination 'lake-2' gets nothing: neither flowlogs.allow nor flowlogs.deny nor a"
                + " route file names it");
    routeTo("lake-2");
    assertThat(ConfigurationWarnings.of(settings.read())).isEmpty();
  }

  private void routeTo(String destination) throws IOException {
    Files.writeString(
        folder.resolve("routes/mine.camel.yaml"),
        "- route: {from: {uri: direct:mine, steps: [{to: direct:deliver-%s}]}}"
            .formatted(destination));
  }
}
