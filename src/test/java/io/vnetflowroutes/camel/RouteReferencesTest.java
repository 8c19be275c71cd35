package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that the shipped routes pass, and that what a route names in vain has file and line. */
final class RouteReferencesTest {

  private static final int STEP = 5;

  private final Path folder;
  private final GoodSettings settings;

  RouteReferencesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.withShippedRoutes(folder);
  }

  private List<String> problems() throws Exception {
    try (IdleRoutes routes = new IdleRoutes(settings.read())) {
      return List.copyOf(new RouteCheck(routes, List.of("lake")).problems());
    }
  }

  private void step(String step) throws IOException {
    Files.writeString(
        folder.resolve("routes/mine.camel.yaml"),
        "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - %s\n"
            .formatted(step));
  }

  @Test
  void shippedRoutesAndExamplesNameNothingInVain() throws Exception {
    for (String example : List.of("quiet", "denied-ssh")) {
      String file = example + ".camel.yaml";
      Files.copy(Path.of("routes/examples", file), folder.resolve("routes").resolve(file));
    }
    settings.put("flowlogs.destination.alerts.uri", "file:" + folder.resolve("alerts"));
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          to: direct:deneid                                              | no route listens at direct:deneid
          to: {uri: direct:deneid}                                       | no route listens at direct:deneid
          toD: "direct:deneid?block=false"                               | no route listens at direct:deneid
          wireTap: {uri: direct:deneid}                                  | no route listens at direct:deneid
          recipientList: {simple: "${bean:destinations?method=deny},direct:deneid"} | no route listens at direct:deneid
          recipientList: {constant: "direct:allow,direct:deneid"}        | no route listens at direct:deneid
          routingSlip: {simple: "direct:deneid"}                         | no route listens at direct:deneid
          filter: {simple: "${body} != null", steps: [{to: direct:deneid}]} | no route listens at direct:deneid
          setBody: {simple: "${body.where('dst_prt', '22')}"}            | A flow has no field 'dst_prt'
          choice: {when: [{simple: "${body.where('dst_prt', '22').size} > 0", steps: [{to: direct:allow}]}]} | A flow has no field 'dst_prt'
          bean: {ref: filters, method: "drop(${exchange}, 'dst-port', '53')"} | Flows are not told by 'dst-port'
          bean: {ref: filters, method: "keep(${exchange}, 'dst-ports', 'ssh')"} | dst-ports are 'ssh', but must be
          bean: {ref: filters, method: "sample(${exchange}, 0)"}         | one flow in 0 is none
          bean: {ref: filtres, method: "sample(${exchange}, 2)"}         | there is no bean 'filtres'; did you mean 'filters'?
          bean: {ref: filters, method: "dropp(${exchange}, 'states', 'B')"} | no method 'dropp'
          setBody: {simple: "${bean:destinations?method=alow}"}          | no method 'alow'
          setBody: {method: {ref: destinations, method: alow}}           | no method 'alow'
          """)
  void whatIsNamedInVainIsSaidWithFileAndLine(String step, String reason) throws Exception {
    step(step);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("mine.camel.yaml' is wrong at line " + STEP + ": ")
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          toD: "direct:deliver-${header.where}"
          recipientList: {simple: "direct:${header.where}"}
          recipientList: {simple: "direct:deliver-${header.where},direct:allow"}
          setBody: {simple: "${body.where('dst_port', '22')}"}
          setBody: {simple: "${body.where(${header.field}, '22')}"}
          """)
  void whatOnlyAFlowTellsIsLetThrough(String step) throws Exception {
    step(step);
    assertThat(problems()).isEmpty();
  }

  @Test
  void theStartIsRefusedWithTheSameSentence() throws Exception {
    step("recipientList: {simple: \"direct:deneid\"}");
    Settings read = settings.read();
    Application bundle = new Application(read, Optional::empty);
    Exception error = catchException(() -> bundle.start(false));
    bundle.abandon();
    assertThat(error).hasMessageContaining("no route listens at direct:deneid");
    assertThat(RouteCheck.sentences(read, error)).isEqualTo(problems()).hasSize(1);
  }
}
