package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that check tells which shipped route files were edited, and where. */
class EditedRoutesTest {

  private static final Path SHIPPED = Path.of("routes/route.camel.yaml");
  private static final String DENY = "            simple: \"${bean:destinations?method=deny}\"\n";

  @TempDir private Path folder;

  private List<String> after(UnaryOperator<String> edit) throws IOException {
    Path file = folder.resolve("route.camel.yaml");
    Files.writeString(file, edit.apply(Files.readString(SHIPPED)));
    return EditedRoutes.sentences(List.of(file));
  }

  private static int lineOf(String line) throws IOException {
    return Files.readString(SHIPPED).lines().toList().indexOf(line.stripTrailing()) + 1;
  }

  @Test
  void theShippedFilesAreAsTheyWereShipped() throws IOException {
    RouteFiles files = new RouteFiles(Path.of("routes"), OwnRouteFiles.none());
    assertThat(files.shipped()).hasSize(6);
    assertThat(EditedRoutes.sentences(files.shipped())).isEmpty();
    assertThat(after(text -> text)).isEmpty();
    assertThat(after(text -> text.replace("\n", "\r\n"))).as("line ends").isEmpty();
  }

  @Test
  void aLineThatWasChangedIsNamedWithWhatWasShippedAndNotWithWhatMayBeASecret() throws IOException {
    assertThat(after(text -> text.replace(DENY, "            constant: s3cret\n")))
        .singleElement()
        .asString()
        .endsWith(
            "route.camel.yaml' is not as it was shipped: line %d was '%s'"
                .formatted(lineOf(DENY), DENY.strip()))
        .doesNotContain("s3cret");
  }

  @Test
  void linesThatWereAddedOrTakenAwayAreNamed() throws IOException {
    int line = lineOf(DENY);
    assertThat(after(text -> text.replace(DENY, DENY + "        - log: a\n        - log: b\n")))
        .singleElement()
        .asString()
        .endsWith("lines %d to %d are added".formatted(line + 1, line + 2));
    assertThat(after(text -> text.replace(DENY, "")))
        .singleElement()
        .asString()
        .endsWith("before line %d, '%s' is missing".formatted(line, DENY.strip()));
  }

  @Test
  void manyPlacesAreCounted() throws IOException {
    assertThat(after(text -> text.replace("simple:", "groovy:")))
        .singleElement()
        .asString()
        .contains("; and ")
        .endsWith("more places");
  }

  @Test
  void aFileOfTheUsersIsNoShippedOne() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.camel.yaml"), "- log: a\n");
    assertThat(EditedRoutes.sentences(List.of(mine))).isEmpty();
  }
}
