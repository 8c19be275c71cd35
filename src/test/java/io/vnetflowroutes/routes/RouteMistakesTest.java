package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.GoodSettings;
import io.vnetflowroutes.camel.IdleRoutes;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Proves what is said of mistakes that Camel finds when it makes the routes. Some of it is taken
 * out of Camel's own texts, so each of these patterns has a case here: a new release of Camel with
 * other texts fails this test.
 */
final class RouteMistakesTest {

  private final Path folder;
  private final GoodSettings settings;

  RouteMistakesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.withShippedRoutes(folder);
  }

  private Set<String> problems() throws Exception {
    Settings read = settings.read();
    try (IdleRoutes routes = new IdleRoutes(read)) {
      return new RouteCheck(routes, List.of("lake")).problems();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          read    | ref: reader              | ref: raeder                     | there is no bean 'raeder'; did you mean 'reader'?
          read    | "finish(                 | "finsh(                         | has no method 'finsh'
          poll    | poll-interval}}          | pol-interval}}                  | 'flowlogs.pol-interval'
          deliver | to: "direct:attempt-     | to: "direct:atempt-             | no route listens at direct:atempt-lake
          deliver | {ref: "spool-            | {ref: "spol-                    | there is no bean 'spol-lake'
          route   | bean:destinations        | bean:destinatons                | 'destinatons'
          errors  | ref: deadLetters         | ref: deadLeters                 | there is no bean 'deadLeters'
          route   | - to: direct:deny        | - to: nosuch:deny               | there is no Camel component 'nosuch'
          route   | - to: direct:deny        | - to: "direct:deny?odd=1"       | its component has no option odd
          """)
  void aMistakeIsNamedWithItsFileAndItsLine(String name, String right, String wrong, String reason)
      throws Exception {
    Path file = folder.resolve("routes/" + name + ".camel.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    int at = text.indexOf(right);
    long line = text.substring(0, at).lines().count();
    Files.writeString(file, text.substring(0, at) + wrong + text.substring(at + right.length()));
    assertThat(problems())
        .singleElement()
        .asString()
        .contains(reason)
        .contains(name + ".camel.yaml' is wrong ")
        .containsPattern("line %d\\b|behind line \\d+".formatted(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          simple: "${body.parts}"  | simple: "${body.parts"  | expected symbol
          - to: direct:deny        | - too: direct:deny      | column
          """)
  void whatCannotBeParsedIsNamedAsTheParserSaysIt(String right, String wrong, String reason)
      throws Exception {
    Path file = folder.resolve("routes/route.camel.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
    assertThat(problems()).singleElement().asString().contains("route.camel.yaml").contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flowlogs.destination.lake.uri | file:out?odd=1   | flowlogs.destination.lake.uri is wrong: its component has no option odd
          flowlogs.destination.lake.uri | nosuch:out       | flowlogs.destination.lake.uri is wrong: there is no Camel component 'nosuch' on the class path; if it is one of Camel's, ./flowlogs add camel-nosuch fetches it
          flowlogs.destination.lake.uri | FILE:out         | flowlogs.destination.lake.uri is wrong: there is no Camel component 'FILE'; their names are in lower case: 'file'
          flowlogs.dead-letter          | file:out?odd=1   | flowlogs.dead-letter is wrong: its component has no option odd
          camel.main.odd                | 1                | camel.main.odd is not an option of Camel
          camel.main.shutdownTimeout    | soon             | camel.main.shutdownTimeout has a value that Camel does not take
          """)
  void aMistakeInASettingIsNamedByItsKey(String key, String value, String says) throws Exception {
    settings.put(key, value);
    assertThat(problems()).singleElement().asString().isEqualTo(says);
  }
}
