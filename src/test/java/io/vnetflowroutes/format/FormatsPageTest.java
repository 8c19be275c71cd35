package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that docs/formats.md tells every field that there is and no other, and shows real flows.
 */
class FormatsPageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PAGE = Path.of("docs/formats.md");
  private static final Pattern FIELD = Pattern.compile("`([^`]+)`");
  private static final Pattern EXAMPLE = Pattern.compile("```\\w*\\n(.*?)\\n```", Pattern.DOTALL);
  private static final String SHOWN = "states";

  private static String section(String title) throws IOException {
    Matcher section =
        Pattern.compile("(?ms)^(##+) " + title + "$(.*?)(?=^\\1 |^## |\\z)")
            .matcher(Files.readString(PAGE));
    assertThat(section.find()).as("a section " + title).isTrue();
    return section.group(2);
  }

  /** The fields in the first column of a section's table. */
  private static Set<String> told(String title) throws IOException {
    Set<String> fields = new TreeSet<>();
    for (String line : section(title).lines().filter(line -> line.startsWith("| `")).toList()) {
      Matcher field = FIELD.matcher(line.substring(0, line.indexOf('|', 1)));
      while (field.find()) {
        fields.add(field.group(1));
      }
    }
    return fields;
  }

  private static void collect(String path, JsonNode node, Set<String> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      path.isEmpty() ? member.getKey() : path + '.' + member.getKey(),
                      member.getValue(),
                      fields));
    } else if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, fields));
    } else {
      fields.add(path);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flat, ''",
    "ecs, azure.vnet_flow.",
    "ocsf, unmapped.",
    "asim, AdditionalFields.",
    "udm, additional."
  })
  void everyFieldIsToldAndNoOther(String format, String namespace) throws IOException {
    Set<String> written = new TreeSet<>();
    for (GoldenCase golden : GoldenCase.all()) {
      for (String line : golden.expected(format).lines().toList()) {
        collect("", JSON.readTree(line), written);
      }
    }
    Set<String> told = told(format);
    if (!namespace.isEmpty()) {
      assertThat(told.remove(namespace + '*')).isTrue();
      told("The rest").forEach(field -> told.add(namespace + field));
    }
    assertThat(told).isEqualTo(written);
  }

  @Test
  void everyKeyOfCefIsToldAndNoOther() throws IOException {
    Set<String> written = new TreeSet<>();
    for (GoldenCase golden : GoldenCase.all()) {
      golden
          .expected("cef")
          .lines()
          .forEach(line -> written.addAll(CefLine.of(line).extension().keySet()));
    }
    written.removeIf(key -> key.endsWith("Label"));
    assertThat(told("cef")).isEqualTo(written);
  }

  @Test
  void theColumnsOfCsvAreThoseOfFlat() throws IOException {
    assertThat(told("flat")).containsExactlyInAnyOrderElementsOf(FlatFields.NAMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void theExampleIsALineOfAGoldenFile(String format) throws IOException {
    Matcher example = EXAMPLE.matcher(section(format));
    assertThat(example.find()).isTrue();
    String shown = example.group(1);
    Stream<String> lines = GoldenCase.named(SHOWN).expected(format).lines();
    if (Formats.named(format).get().syntax() == Syntax.JSON) {
      JsonNode event = JSON.readTree(shown);
      assertThat(lines.anyMatch(line -> event.equals(json(line)))).isTrue();
    } else {
      assertThat(lines.toList()).containsAll(shown.lines().toList());
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }

  @Test
  void everyFormatHasItsSection() throws IOException {
    for (String format : Formats.names()) {
      assertThat(section(format)).isNotBlank();
      assertThat(Files.readString(PAGE)).contains("| [`%s`](#%s) |".formatted(format, format));
    }
  }
}
