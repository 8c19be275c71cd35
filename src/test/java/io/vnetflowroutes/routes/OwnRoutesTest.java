package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.camel.IdleRoutes;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that route files of the user's own stand beside the shipped ones, wherever they are. */
class OwnRoutesTest {

  private static final String OPTION = "camel.main.routesIncludePattern";
  private static final String TO_SIEM =
      """
      - route:
          id: denied-ssh
          from:
            uri: direct:denied-ssh
            steps:
              - setBody:
                  simple: "${body.where('dst_port', '22')}"
              - to: direct:deliver-siem
      """;

  @TempDir private Path folder;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void shippedRoutesAndOneOfMine() throws IOException {
    mine("a+b %20/mine.camel.yaml", TO_SIEM);
    settings.put(OPTION, "file:a+b %20/*.camel.yaml");
    settings.put("flowlogs.routes", Path.of("routes").toAbsolutePath().toString());
    settings.put("flowlogs.source.prod.directory", folder.toString());
    settings.put("flowlogs.destination.lake.uri", "file:lake");
    settings.put("flowlogs.destination.siem.uri", "file:siem");
    settings.put("flowlogs.allow", "lake");
    settings.put("flowlogs.deny", "lake, direct:denied-ssh");
  }

  private void mine(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Settings read() throws Exception {
    Path file = Files.writeString(folder.resolve("application.properties"), "");
    return Configuration.read(file, Map.of(), settings);
  }

  private List<String> problems() throws Exception {
    try (IdleRoutes routes = new IdleRoutes(read())) {
      RouteCheck check = new RouteCheck(routes, List.of("lake", "siem"));
      List<String> problems = List.copyOf(check.problems());
      if (problems.isEmpty()) {
        assertThat(check.summary()).contains("6 route files in", " and 1 of your own make ");
        assertThat(routes.context().getRouteDefinition("denied-ssh")).isNotNull();
        assertThat(routes.context().getRouteDefinition("poll")).isNotNull();
      }
      return problems;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:a+b %20/*.camel.yaml",
        "file:a+b %20/mine.camel.yaml",
        "file:*/*.camel.yaml",
        "file:**/*.camel.yaml",
        "file:none/*.camel.yaml?optional=true, file:a+b %20/mine.camel.yaml"
      })
  void aPatternFindsTheFiles(String pattern) throws Exception {
    settings.put(OPTION, pattern);
    assertThat(problems()).isEmpty();
  }

  @Test
  void theOtherSpellingOfTheOptionCountsToo() throws Exception {
    settings.put("camel.main.routes-include-pattern", settings.remove(OPTION));
    assertThat(problems()).isEmpty();
  }

  @Test
  void theSameFileIsLoadedOnce() throws Exception {
    settings.put(OPTION, "file:a+b %20/*.camel.yaml,file:**/mine.camel.yaml");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aPatternThatNoFileMatchesIsRefused() {
    settings.put(OPTION, "file:my-routes/*.camel.yaml");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(OPTION + " is 'file:my-routes/*.camel.yaml', but there is no such");
  }

  @Test
  void aRouteThatNobodyListensAtIsNamedWithItsKey() throws Exception {
    settings.put("flowlogs.deny", "lake, direct:deneid-ssh");
    assertThat(problems())
        .containsExactly("flowlogs.deny names 'direct:deneid-ssh', but no route listens there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct:denied-ssh", "direct:allow", "direct:deliver-siem"})
  void twoRoutesAtOneDirectAreNamedWithFileAndLine(String uri) throws Exception {
    mine(
        "a+b %20/second.camel.yaml",
        """
        - route:
            id: second
            from:
              uri: %s
              steps:
                - log: "x"
        """
            .formatted(uri));
    assertThat(problems())
        .singleElement()
        .asString()
        .containsPattern(
            "a\\+b %20/second.camel.yaml' is wrong at line [1-4]: another route listens")
        .containsPattern("at " + uri + ", (made of|behind line \\d+ of '.*camel.yaml')");
  }

  @ParameterizedTest
  @CsvSource({
    "route, denied-ssh",
    "route, deliver-lake",
    "route, drain-siem",
    "route, route",
    "routeTemplate, deliver"
  })
  void anIdThatIsTakenIsNamedWithFileAndLine(String kind, String id) throws Exception {
    mine(
        "a+b %20/second.camel.yaml",
        "# mine\n- %s:\n    id: %s\n    from:\n      uri: direct:second\n".formatted(kind, id));
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "second.camel.yaml' is wrong at line 3: the id '%s' is that of ".formatted(id));
  }

  @Test
  void aMistakeInAFileOfMyOwnIsNamedWithItsLine() throws Exception {
    mine("a+b %20/mine.camel.yaml", TO_SIEM.replace("deliver-siem", "deliver-sime"));
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("mine.camel.yaml' is wrong at line 8: no route listens at direct:deliver-sime");
  }

  @Test
  void aDestinationThatOnlyAFileOfMyOwnNamesIsNoWarning() throws Exception {
    assertThat(new Decisions(read()).warnings()).isEmpty();
    mine("a+b %20/mine.camel.yaml", TO_SIEM.replace("deliver-siem", "deliver-lake"));
    assertThat(new Decisions(read()).warnings()).singleElement().asString().contains("'siem'");
  }

  @Test
  void aRouteAloneIsSomebodyWhoGetsFlows() throws Exception {
    settings.put("flowlogs.allow", "");
    settings.put("flowlogs.deny", "direct:denied-ssh");
    assertThat(problems()).isEmpty();
  }
}
