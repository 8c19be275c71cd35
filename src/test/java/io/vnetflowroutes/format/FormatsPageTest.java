package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.derive.AddressScope;
import io.vnetflowroutes.derive.Cidr;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.TrafficScope;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    Set<String> told = told(format);
    if (!namespace.isEmpty()) {
      assertThat(told.remove(namespace + '*')).isTrue();
      told("The rest").forEach(field -> told.add(namespace + field));
    }
    assertTold(format, told, namespace::concat);
  }

  @Test
  void everyKeyOfCefIsToldAndNoOther() throws IOException {
    assertTold("cef", told("cef"), FormatsPageTest::ownKey);
  }

  /** The key of our own for a derived field. */
  private static String ownKey(String field) {
    Matcher word = Pattern.compile("_?([a-z])([a-z]*)").matcher(field);
    return "AzureVNetFlow"
        + word.replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT) + found.group(2));
  }

  private static void assertTold(String format, Set<String> told, UnaryOperator<String> ofDerived)
      throws IOException {
    Set<String> written = new TreeSet<>();
    Set<String> derived = new TreeSet<>();
    for (GoldenCase golden : GoldenCase.all()) {
      Set<String> fields = golden.name().equals(GoldenCase.DERIVED) ? derived : written;
      for (String line : golden.expected(format).lines().toList()) {
        if (format.equals("cef")) {
          fields.addAll(CefLine.of(line).extension().keySet());
        } else {
          collect("", JSON.readTree(line), fields);
        }
      }
    }
    written.removeIf(key -> key.endsWith("Label"));
    derived.removeIf(key -> key.endsWith("Label"));
    assertThat(told).isEqualTo(written);
    Set<String> toldOfDerived = places(format, ofDerived);
    derived.removeAll(told);
    toldOfDerived.removeAll(told);
    assertThat(toldOfDerived).isEqualTo(derived);
  }

  /** Where a format has what is derived, as the page's table of places tells. */
  private static Set<String> places(String format, UnaryOperator<String> ofDerived)
      throws IOException {
    List<String> lines =
        section("Derived fields in each schema").lines().filter(l -> l.startsWith("|")).toList();
    List<String> formats = List.of(lines.get(0).replace(" ", "").split("\\|", -1));
    Set<String> places = new TreeSet<>();
    for (String field : DerivedFields.names(Set.of(Derived.values()))) {
      List<String> row =
          lines.stream().filter(line -> line.startsWith("| `" + field + "` |")).toList();
      String cell =
          row.isEmpty() || !formats.contains(format)
              ? ""
              : row.get(0).split("\\|", -1)[formats.indexOf(format)];
      Matcher place = FIELD.matcher(cell);
      boolean placed = false;
      while (place.find()) {
        places.add(place.group(1));
        placed = true;
      }
      if (!placed) {
        places.add(ofDerived.apply(field));
      }
    }
    return places;
  }

  @Test
  void everyDerivedFieldIsToldAndNoOther() throws IOException {
    assertThat(told("Derived fields")).containsAll(DerivedFields.names(Set.of(Derived.values())));
    Set<String> words = new TreeSet<>(Derived.words());
    section("Derived fields")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells.length > 2)
        .map(cells -> cells[2].replace("`", "").trim())
        .forEach(words::remove);
    assertThat(words).isEmpty();
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
    if (Formats.named(format).get().syntax().equals(Syntax.JSON)) {
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
      Syntax syntax = Formats.named(format).get().syntax();
      assertThat(Files.readString(PAGE))
          .containsPattern(
              "(?m)^\\| \\[`%1$s`]\\(#%1$s\\) \\|.*\\| `%2$s` \\| `%3$s` \\|$"
                  .formatted(
                      format, syntax.extension(), syntax.contentType().replaceFirst(";.*", "")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "", "fe80::1%eth0", "10.1.0.4/32", "10.1.0.4 "})
  void aTextInAnAddressesPlaceIsADeadLetter(String text) {
    List<Batch> batches = FlowLogText.read(FlowLogText.blob(withSource(text)));
    assertThat(FlowLogText.flows(batches)).isEmpty();
    assertThat(FlowLogText.unreadable(batches)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"010.1.0.4", "10.1.0", "10.1.0.4.5", "abc", "1::2::3"})
  void whatLooksLikeAnAddressAndIsNoneIsAmongTheRest(String text) {
    List<Flow> flows = List.of(FlowLogText.flow(withSource(text)));
    JsonNode ecs = json(GoldenCase.texts("ecs", flows).get(0));
    assertThat(ecs.at("/source/ip").isMissingNode()).isTrue();
    assertThat(ecs.at("/azure/vnet_flow/src_ip").textValue()).isEqualTo(text);
    JsonNode ocsf = json(GoldenCase.texts("ocsf", flows).get(0));
    assertThat(ocsf.at("/src_endpoint/ip").isMissingNode()).isTrue();
    assertThat(ocsf.at("/unmapped/src_ip").textValue()).isEqualTo(text);
  }

  private static String withSource(String text) {
    return FlowLogText.record(0, FlowLogText.ALLOWED.replace("10.1.0.4", text));
  }

  @Test
  void theScopesOfThePageAreThoseOfTheProgram() throws IOException {
    assertThat(told("Scopes"))
        .isEqualTo(
            Arrays.stream(AddressScope.values())
                .map(AddressScope::word)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(told("Traffic scopes"))
        .isEqualTo(
            Arrays.stream(TrafficScope.values())
                .map(TrafficScope::word)
                .collect(Collectors.toCollection(TreeSet::new)));
    for (String line : section("Scopes").lines().filter(l -> l.startsWith("| `")).toList()) {
      String word = line.split("`", -1)[1];
      Matcher network = Pattern.compile("[0-9a-f:.]*[:.][0-9a-f:.]+(/\\d+)?").matcher(line);
      while (network.find() && !line.contains("but for")) {
        byte[] address = Cidr.of(network.group()).address();
        assertThat(AddressScope.of(address, address.length).word())
            .as(network.group())
            .isEqualTo(word);
      }
    }
  }
}
