package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/azure.md to the sentences and codes that the program has. */
class AzurePageTest {

  private static final Path PAGE = Path.of("docs/azure.md");
  private static final Pattern QUOTED = Pattern.compile("`([A-Z(][^`]*)`");
  private static final Pattern CODE = Pattern.compile("\\b(?:[A-Z][a-z]+){2,}\\b|AADSTS\\d+");

  /** All texts of the program, each in one piece. */
  private static String texts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(AzurePageTest::read)
          .map(java -> java.replaceAll("\"\\s*\\+\\s*\"", ""))
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of the table of what a person must do. */
  private static List<String> rows() throws IOException {
    return Files.readString(PAGE)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf(" | ", 2)))
        .toList();
  }

  @Test
  void everyLineThatThePageShowsIsOneOfTheProgram() throws IOException {
    String texts = texts();
    assertThat(rows()).hasSizeGreaterThan(12);
    for (String row : rows()) {
      Matcher quoted = QUOTED.matcher(row);
      while (quoted.find()) {
        for (String piece : quoted.group(1).split("…|AADSTS\\d+|[()]", -1)) {
          assertThat(texts).as(row).contains(piece.strip());
        }
      }
    }
    assertThat(texts).contains("The source can be listed again");
  }

  @Test
  void everyCodeOfThePageIsOneThatTheProgramKnows() throws IOException {
    String texts = texts();
    for (String row : rows()) {
      Matcher code = CODE.matcher(row.replaceAll("…", ""));
      while (code.find()) {
        String name = code.group();
        if (row.contains("(" + name) || row.matches(".*\\d{3} " + name + "\\).*")) {
          assertThat(texts.contains('"' + name + '"') || texts.contains(constant(name)))
              .as("%s in %s", name, row)
              .isTrue();
        }
      }
    }
  }

  /** How the SDK names a code: {@code BlobArchived} is {@code BLOB_ARCHIVED}. */
  private static String constant(String code) {
    return "BlobErrorCode."
        + code.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(java.util.Locale.ROOT);
  }
}
