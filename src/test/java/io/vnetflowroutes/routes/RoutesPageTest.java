package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/routes.md to the route files, and to the test that it shows. */
final class RoutesPageTest {

  private static final Path PAGE = Path.of("docs/routes.md");
  private static final Path TESTS = Path.of("src/test/java/io/vnetflowroutes/routes");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

  private static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".camel.yaml"))
          .map(name -> name.replace(".camel.yaml", ""))
          .sorted()
          .toList();
    }
  }

  /** The name of the test of a route file: {@code denied-ssh} has {@code DeniedSsh...}. */
  private static Path test(String routeFile, String kind) {
    Matcher word = Pattern.compile("(?:^|-)(\\w)").matcher(routeFile);
    return TESTS.resolve(word.replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT)) + kind);
  }

  @Test
  void theTestThatIsShownIsOneThatRuns() throws IOException {
    Matcher shown = JAVA.matcher(Files.readString(PAGE));
    assertThat(shown.find()).isTrue();
    assertThat(Files.readString(TESTS.resolve("DeniedSshExampleTest.java")))
        .endsWith(shown.group(1));
  }

  @Test
  void everyShippedFileIsInTheTable() throws IOException {
    assertThat(names("routes"))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(Files.readString(PAGE))
                    .contains("| `routes/" + name + ".camel.yaml` |"));
  }

  /** The file that receives is not loaded unless {@code flowlogs.receive.topic} is set. */
  @Test
  void theReadmeCountsThemAsCheckDoes() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(names("routes")).hasSize(7).contains("receive");
    assertThat(readme)
        .contains("Six YAML route files", "The program is six route files", "a seventh there");
    assertThat(Files.readString(Path.of("docs/operations.md")))
        .contains("6 route files in 'routes' make");
  }

  @Test
  void everyExampleHasATestOfItsOwn() throws IOException {
    assertThat(names("routes/examples"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(test(name, "ExampleTest.java")).exists());
  }
}
