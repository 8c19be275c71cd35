package io.vnetflowroutes.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.format.AsimFormat;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Proves what stands around flows, and that lines become bodies without losing one. */
class EnvelopesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Protocol protocol(String type, Map<String, String> values) {
    Receiver row = Receivers.named(type).orElseThrow();
    return new Protocol(row, new Options(values, Map.of(), null), "", null, null);
  }

  private static String lines(Format format, List<Flow> flows) {
    ByteOutput out = new ByteOutput(1024);
    flows.forEach(
        flow -> {
          format.write(flow, out);
          out.put('\n');
        });
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static List<Flow> flows() {
    List<Flow> flows =
        new ArrayList<>(
            FlowLogText.part(Decision.ALLOW, FlowLogText.ALLOWED, FlowLogText.ALLOWED).flows());
    flows.addAll(FlowLogText.part(Decision.DENY, FlowLogText.DENIED).flows());
    return flows;
  }

  private static JsonNode body(String type) throws IOException {
    Protocol protocol = protocol(type, Map.of());
    String lines = lines(protocol.around(Formats.named("flat").get()), flows());
    return JSON.readTree(protocol.body(lines.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatFlowsShareIsSentOnceUntilItChanges() throws IOException {
    JsonNode newRelic = body("newrelic");
    int logs = 0;
    for (JsonNode block : newRelic) {
      logs += block.path("logs").size();
    }
    assertThat(logs).isEqualTo(3);
    assertThat(newRelic.size()).isLessThan(3);
    JsonNode loki = body("loki").path("streams");
    assertThat(loki).hasSize(2);
    assertThat(loki.get(0).path("values")).hasSize(2);
    assertThat(loki.get(0).path("stream").path("decision").asText()).isEqualTo("allow");
    assertThat(loki.get(1).path("values")).hasSize(1);
    JsonNode otlp = body("otlp").path("resourceLogs");
    int records = 0;
    for (JsonNode resource : otlp) {
      records += resource.path("scopeLogs").get(0).path("logRecords").size();
    }
    assertThat(records).isEqualTo(3);
  }

  @Test
  void theHostOfAnEventIsReplacedOrLeftOut() {
    Receiver row = Receivers.named("splunk-hec").orElseThrow();
    for (String host : new String[] {"mine", ""}) {
      Options options = new Options(Map.of(), Map.of("host", host), null);
      Protocol protocol = new Protocol(row, options, "", null, null);
      String event = lines(protocol.around(Formats.named("flat").get()), flows().subList(0, 1));
      assertThat(event.substring(0, event.indexOf("\"event\"")).split("\"host\"", -1))
          .hasSize(host.isEmpty() ? 1 : 2);
    }
  }

  /** Loki refuses a line an hour behind another of its stream, and one that is a week old. */
  @Test
  void aStreamOfLokiHasAnHourAndNoOtherOfThatWeek() throws IOException {
    Format format = protocol("loki", Map.of()).around(Formats.named("flat").get());
    Map<String, Instant> hours = new HashMap<>();
    Instant first = Instant.parse("2026-02-27T00:00:00Z");
    for (int i = 0; i < 3 * 168; i++) {
      Instant hour = first.plus(Duration.ofHours(i));
      String labels = JSON.readTree(lines(format, flowsOf(hour))).path("stream").toString();
      assertThat(hours.put(labels, hour))
          .as("the hour before with %s", labels)
          .isEqualTo(i < 168 ? null : hour.minus(Duration.ofDays(7)));
    }
    assertThat(hours.keySet()).hasSize(168).anyMatch(labels -> labels.contains("\"tue\""));
  }

  private static List<Flow> flowsOf(Instant hour) {
    byte[] blob = FlowLogText.utf8(FlowLogText.blob(FlowLogText.record(0, FlowLogText.ALLOWED)));
    return new Batches(
            new Origin("test", "PT1H.json", hour),
            new ByteArrayInputStream(blob),
            FlowLogText.NO_LIMITS,
            RecordJson.within(1 << 16, 100))
        .next()
        .allowed()
        .flows();
  }

  @Test
  void theIndexIsThatOfTheBlobsHour() {
    Protocol protocol = protocol("opensearch", Map.of("index", "a-{yyyy.MM.dd}-{HH}"));
    assertThat(lines(protocol.around(Formats.named("ecs").get()), flows().subList(0, 1)))
        .startsWith("{\"create\":{\"_index\":\"a-2026.09.01-08\",\"_id\":\"");
  }

  @Test
  void theTemplateForSentinelHasAColumnForEachField() throws IOException {
    FieldChoice choice =
        FieldChoice.of(
            Receivers.named("sentinel").orElseThrow().defaults().get("fields"),
            FieldChoice.known(Set.of()),
            name -> name,
            new ArrayList<>());
    String row = lines(Formats.named("flat", choice, Derivation.NONE).get(), flows().subList(0, 1));
    List<String> fields = new ArrayList<>();
    JSON.readTree(row).fieldNames().forEachRemaining(fields::add);
    List<String> columns = new ArrayList<>(columns("main").keySet());
    columns.remove("extra");
    assertThat(columns).containsExactlyElementsOf(fields);
    assertThat(columns).allMatch(name -> name.length() <= 45).doesNotContain("id");
  }

  /** The columns of a template and their types. */
  private static Map<String, String> columns(String template) throws IOException {
    Map<String, String> columns = new LinkedHashMap<>();
    Matcher column =
        Pattern.compile("\\{ name: '(\\w+)', type: '(\\w+)' \\}")
            .matcher(Files.readString(Path.of("deploy/sentinel/" + template + ".bicep")));
    while (column.find()) {
      columns.put(column.group(1), column.group(2));
    }
    return columns;
  }

  @Test
  void theTemplateForAsimFillsColumnsOfSentinelsOwnTable() throws IOException {
    Set<String> fields =
        new TreeSet<>(
            new AsimFormat(new Derivation(Set.of(Derived.values()), Lookups.NONE)).members());
    fields.removeAll(Set.of("Src", "Dst", "IpAddr", "Rule", "EventSchema"));
    Map<String, String> columns = columns("asim");
    fields.addAll(Set.of("SrcGeoCountry", "DstGeoCountry")); // Only with a database of countries.
    assertThat(columns.keySet()).containsExactlyInAnyOrderElementsOf(fields);
    Map<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/schema/asim-table.tsv"))) {
      if (!line.startsWith("#")) {
        table.put(line.split("\t", -1)[0], line.split("\t", -1)[1]);
      }
    }
    columns.put("SrcSubscriptionId", columns.remove("SrcDvcScopeId"));
    columns.put("DstSubscriptionId", columns.remove("DstDvcScopeId"));
    assertThat(Files.readString(Path.of("deploy/sentinel/asim.bicep")))
        .contains("SrcSubscriptionId = SrcDvcScopeId, DstSubscriptionId = DstDvcScopeId'");
    assertThat(table).containsAllEntriesOf(columns);
  }
}
