package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that what each format makes of every case, of every sample and of thousands of generated
 * flows is valid in its schema, which is written down as a table for it.
 */
class ValidityTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int SEEDS = 20;

  /** Cases, samples and generated flows by a name. */
  private static Map<String, List<Flow>> flows() {
    Map<String, List<Flow>> flows = new HashMap<>();
    GoldenCase.all().forEach(golden -> flows.put(golden.name(), golden.flows()));
    try (Stream<Path> files = Files.walk(Path.of("sample"))) {
      for (Path file : files.filter(f -> f.endsWith("PT1H.json")).toList()) {
        flows.put(
            file.toString(),
            FlowLogText.flows(
                FlowLogText.read(Files.readAllBytes(file), 0, FlowLogText.NO_LIMITS)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IntStream.range(0, SEEDS)
        .forEach(seed -> flows.put("random " + seed, new RandomFlows(seed).next(60)));
    return flows;
  }

  @TestFactory
  Stream<DynamicTest> everyEventIsValidInItsSchema() {
    Map<String, List<Flow>> flows = flows();
    return Stream.of("ecs", "ocsf", "asim", "udm")
        .flatMap(
            format -> {
              SchemaTable schema = SchemaTable.of(format);
              return flows.entrySet().stream()
                  .map(
                      entry ->
                          DynamicTest.dynamicTest(
                              format + ", " + entry.getKey(),
                              () -> {
                                assertValid(schema, Formats.named(format), entry.getValue());
                                assertValid(
                                    schema,
                                    Formats.named(format, GoldenCase.EVERYTHING),
                                    entry.getValue());
                              }));
            });
  }

  private static void assertValid(SchemaTable schema, Supplier<Format> format, List<Flow> flows)
      throws IOException {
    List<String> lines = GoldenCase.texts(format.get(), flows);
    assertThat(lines).hasSameSizeAs(flows);
    for (String line : lines) {
      assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n", "\r");
      assertThat(schema.problems(JSON.readTree(line))).as(line).isEmpty();
    }
  }

  @Test
  void theTablesFindWhatIsWrong() throws IOException {
    String good = GoldenCase.named("states").expected("ocsf").lines().findFirst().orElseThrow();
    SchemaTable ocsf = SchemaTable.of("ocsf");
    assertThat(ocsf.problems(JSON.readTree(good))).isEmpty();
    for (String[] change :
        new String[][] {
          {"\"activity_id\":1", "\"activity_id\":8"},
          {"\"activity_id\":1", "\"activity_id\":\"1\""},
          {"\"severity_id\":1,", ""},
          {"\"direction_id\":2,", ""},
          {"\"ip\":\"10.1.0.4\",", ""},
          {"\"ip\":\"10.1.0.4\"", "\"ip\":\"10.1.0.04\""},
          {"00:0D", "000D"},
          {"\"port\":443", "\"port\":65536"},
          {"\"region\"", "\"regions\""},
          {"\"observation_point\":\"Source\",", ""},
          {"\"action\":\"Allowed\"", "\"action\":\"Denied\""},
          {"\"bytes_in\":0", "\"bytes_in\":9223372036854775808"},
          {"\"feature\":{\"name\":\"VNet flow logs\"}", "\"feature\":{}"},
        }) {
      String bad = good.replaceFirst(java.util.regex.Pattern.quote(change[0]), change[1]);
      assertThat(bad).isNotEqualTo(good);
      assertThat(ocsf.problems(JSON.readTree(bad))).as(change[1]).isNotEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyLineOfCefIsValid() {
    return flows().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> assertCef(entry.getValue())));
  }

  private static void assertCef(List<Flow> flows) throws IOException {
    for (CefFormat.Version version : CefFormat.Version.values()) {
      for (Derivation derivation : List.of(Derivation.NONE, GoldenCase.EVERYTHING)) {
        CefFormat format = new CefFormat(version, derivation);
        assertCef(version, flows, GoldenCase.texts(format, flows));
      }
    }
  }

  private static void assertCef(CefFormat.Version version, List<Flow> flows, List<String> lines)
      throws IOException {
    Map<String, String[]> dictionary = new HashMap<>();
    for (String table : List.of("cef.tsv", "cef-1.tsv").subList(0, version.number() + 1)) {
      for (String line : Files.readAllLines(Path.of("src/test/resources/schema", table))) {
        dictionary.put(line.split("\t", -1)[0], line.split("\t", -1));
      }
    }
    for (int i = 0; i < flows.size(); i++) {
      assertThat(lines.get(i)).endsWith("\n").matches("[^\\p{Cc}\u2028\u2029]*\n");
      CefLine line = CefLine.of(lines.get(i).substring(0, lines.get(i).length() - 1));
      assertThat(line.header().get(0)).isEqualTo("CEF:" + version.number());
      assertThat(line.header()).hasSize(7).doesNotContain("");
      assertThat(line.header().get(6)).matches("\\d|10");
      line.extension()
          .forEach(
              (key, value) -> {
                String[] entry =
                    dictionary.get(key.startsWith("AzureVNetFlow") ? "AzureVNetFlow*" : key);
                assertThat(entry).as("the dictionary's entry for " + key).isNotNull();
                assertThat(isOf(entry[1], value)).as(key + '=' + value).isTrue();
                int longest = entry.length > 2 ? Integer.parseInt(entry[2]) : Integer.MAX_VALUE;
                assertThat(value.length()).as(key).isLessThanOrEqualTo(longest);
                assertThat(value).as(key).isNotEmpty();
                if (key.matches("(cs|cn|c6a|flexNumber)\\d")) {
                  assertThat(line.extension()).containsKey(key + "Label");
                }
              });
    }
  }

  private static boolean isOf(String type, String value) {
    return switch (type) {
      case "string" -> true;
      case "integer" -> value.matches("\\d+") && Long.parseLong(value) <= Integer.MAX_VALUE;
      case "long", "time" -> value.matches("\\d{1,19}") && Long.parseLong(value) >= 0;
      case "port" -> value.matches("\\d+") && Integer.parseInt(value) <= 65_535;
      case "direction" -> value.matches("[01]");
      case "mac" -> value.matches("([0-9A-F]{2}:){5}[0-9A-F]{2}");
      case "none" -> false;
      case "ip" -> SchemaTable.isAddress(value);
      case "ipv4" -> !value.contains(":") && SchemaTable.isAddress(value);
      case "ipv6" -> value.contains(":") && SchemaTable.isAddress(value);
      default -> throw new IllegalArgumentException(type);
    };
  }

  @TestFactory
  Stream<DynamicTest> csvHoldsWhatTheFlatFormatHolds() {
    return flows().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> assertCsv(entry.getValue())));
  }

  private static void assertCsv(List<Flow> flows) throws IOException {
    assertCsv(flows, Derivation.NONE);
    assertCsv(flows, GoldenCase.EVERYTHING);
  }

  private static void assertCsv(List<Flow> flows, Derivation derivation) throws IOException {
    List<String> columns = FieldChoice.known(derivation.what());
    Format csv = Formats.named("csv", derivation).get();
    String text = String.join("", GoldenCase.texts(csv, flows));
    List<CSVRecord> rows = new ArrayList<>();
    CSVFormat rfc4180 = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), rfc4180)) {
      assertThat(parser.getHeaderNames()).isEqualTo(columns);
      parser.forEach(rows::add);
    }
    assertThat(rows).hasSameSizeAs(flows);
    List<String> flat = GoldenCase.texts(Formats.named("flat", derivation).get(), flows);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode expected = JSON.readTree(flat.get(i));
      assertThat(rows.get(i).size()).isEqualTo(columns.size());
      for (String column : columns) {
        assertThat(rows.get(i).get(column)).as(column).isEqualTo(expected.path(column).asText(""));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "raw", "csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void oneInstanceWritesFlowsInAnyOrderAsManyInstancesWould(String name) {
    List<Flow> flows = new ArrayList<>(new RandomFlows(99).next(200));
    Collections.shuffle(flows, new Random(1));
    for (Derivation derivation : List.of(Derivation.NONE, GoldenCase.EVERYTHING)) {
      Format one = Formats.named(name, derivation).get();
      for (Flow flow : flows) {
        assertThat(text(one, flow)).isEqualTo(text(Formats.named(name, derivation).get(), flow));
      }
    }
  }

  private static String text(Format format, Flow flow) {
    ByteOutput out = new ByteOutput(1);
    format.write(flow, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> rawHoldsEachRecordOnceAndAsItWas() {
    return flows().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> assertRaw(entry.getValue())));
  }

  private static void assertRaw(List<Flow> flows) throws IOException {
    List<String> lines = GoldenCase.texts("raw", flows);
    List<Long> offsets = flows.stream().map(flow -> flow.record().offset()).distinct().toList();
    assertThat(lines).hasSameSizeAs(offsets);
    List<String> tuples = new ArrayList<>();
    for (String line : lines) {
      assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n", "\r");
      JSON.readTree(line)
          .findValues("flowTuples")
          .forEach(t -> t.forEach(x -> tuples.add(x.textValue())));
    }
    assertThat(tuples).containsAll(flows.stream().map(Flow::tuple).toList());
  }
}
