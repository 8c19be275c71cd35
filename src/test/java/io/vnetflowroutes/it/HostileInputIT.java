package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that what strangers write into a log is text, and nothing but text. */
final class HostileInputIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MEGABYTES = 1 << 20;
  private static final String TUPLE =
      "1773237606000,10.0.0.1,2001:db8::1,%d,22,6,%s,18446744073709551615,18446744073709551615,,0";
  private static final String ORDINARY = "I,D,NX";
  private static final String LOG_LINE =
      "\\S+Z (INFO |WARN ) (Flow log found|Poll finished|Summary|Delivered|The blob ends inside a"
          + " record; it is read on when the blob grows|Records or tuples went to the dead letter, as"
          + " they cannot be understood)( [a-z_]+=\"([^\"\\\\]|\\\\.)*\")*";
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\"\\/'`",
          "two\nlines\r\nand a third",
          "2026-01-01T00:00:00.000Z ERROR forged\n2026-01-01T00:00:00.000Z ERROR line",
          "\" source=\"forged\" destination=\"forged",
          "\0\u0001\u0007\b\t\u001b[31m\u007f",
          "\u0085\u009b\u2028\u2029\u202e\ufeff\ufffe",
          "${body}${header.CamelFlowlogsDelivery}${exception}",
          "${bean:type:java.lang.Runtime?method=getRuntime().exec('touch ../injected')}",
          "$simple{file:name}#{1+1}{{flowlogs.state}}{{env:PATH}}",
          "../../../injected",
          "/injected/../../injected\0.json",
          "%2e%2e%2finjected%0d%0aX-Injected: yes",
          "x\r\nX-Injected: yes\r\n\r\nPOST /injected HTTP/1.1",
          "'; DROP TABLE blob; --",
          "?fileExist=Append&fileName=injected&RAW(x)",
          "]}]}]}},{\"time\":\"injected\",\"flowRecords\":{\"flows\":[",
          "{\"id\":\"injected\"}\n{\"id\":\"injected\"}",
          "<script>${jndi:ldap://127.0.0.1:1/injected}</script>%d%s%n{}",
          "é漢😀e\u0301\ud83d\udc68\u200d\ud83d\udc69",
          "NaN",
          "18446744073709551616",
          "x".repeat(16_000));

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private Path archive;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectory(dir.resolve("archive"));
  }

  @AfterEach
  void stopReceiver() {
    http.close();
  }

  @Test
  void everyTextArrivesExactlyAsItStandsInTheBlobAndDoesNothing() throws Exception {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      records.add(record(i, TEXTS.get(i)));
    }
    blob("000D3A000001", String.join(",", records).getBytes(UTF_8));
    try (KafkaBroker kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")));
        Program program = Program.in(dir.resolve("work"), everywhere(kafka))) {
      kafka.createTopic("flows", 1);
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines()).allMatch(line -> line.matches(LOG_LINE));
      assertThat(program.lines("Delivered")).hasSize(3);

      assertTexts(Flows.inFiles(program.folder().resolve("lake")));
      assertTexts(Flows.inBodies(http.accepted()));
      List<ConsumerRecord<String, String>> values = kafka.read("flows", TEXTS.size(), LONG);
      assertTexts(Flows.inTexts(values.stream().map(ConsumerRecord::value).toList()));
      assertThat(values.stream().map(ConsumerRecord::key))
          .containsExactlyInAnyOrderElementsOf(
              TEXTS.stream().map(HostileInputIT::asField).toList());
      assertThat(values).allMatch(value -> value.headers().toArray().length == 0);
      assertThat(http.requests())
          .allSatisfy(request -> assertThat(request.path()).isEqualTo("/in"))
          .flatExtracting(request -> request.headers().keySet())
          .isSubsetOf(
              "accept-encoding",
              "connection",
              "content-length",
              "content-type",
              "host",
              "transfer-encoding",
              "user-agent");
      assertOnlyOurFiles(program.folder());
    }
  }

  @Test
  void whatIsBeyondALimitOrNoJsonIsKeptAndTheRestGoesOn() throws Exception {
    Map<String, String> bad = new HashMap<>();
    bad.put(with(1, "rule", "x".repeat(10 * MEGABYTES)), "flowlogs.string-limit");
    bad.put(with(2, "k".repeat(10 * MEGABYTES), "v"), "flowlogs.string-limit");
    bad.put(unknown(3, "1".repeat(100_000)), "flowlogs.string-limit");
    bad.put(unknown(4, "[".repeat(200) + "]".repeat(200)), "flowlogs.nesting-limit");
    bad.put(unknown(5, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)), "nesting-limit");
    bad.put(unknown(6, "NaN"), "not JSON");
    bad.put(unknown(7, "\"\u00ff\u00fe\""), "not UTF-8");
    bad.put(unknown(8, "\"\u00ed\u00a0\u0080\""), "not UTF-8");
    bad.put(unknown(9, "\"\u00c0\u00ae\""), "not UTF-8");
    bad.put(unknown(10, "\"two\nlines\""), "not JSON");
    List<String> good = new ArrayList<>();
    good.add(unknown(100, '"' + "y".repeat(10 * MEGABYTES) + '"'));
    good.add(unknown(101, "[".repeat(90) + "]".repeat(90)));
    good.add(unknown(102, "1,\"new\":2,\"rule\":\"first\""));
    good.add(with(103, "rule", "HALF").replace("HALF", "\\ud800!\\udc00"));
    String tooMuch = tuple(104, ORDINARY).replace(",,0", ",,18446744073709551616");
    String tooLong = tuple(105, "I,D," + "z".repeat(10 * MEGABYTES));
    good.add(record(104, ORDINARY, "r", List.of(tooMuch, tooLong, tuple(104, ORDINARY))));
    List<String> all = new ArrayList<>(good);
    all.addAll(bad.keySet());
    blob("000D3A000001", String.join(",", all).getBytes(ISO_8859_1));
    blob("000D3A000002", unknown(200, "null").getBytes(UTF_8));
    try (Program program = Program.in(dir.resolve("work"), source() + to("lake", "file:lake"))) {
      program.with(List.of("-Xmx256m"));
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines()).allMatch(line -> line.matches(LOG_LINE));
      Flows flows = Flows.inFiles(program.folder().resolve("lake"));
      assertThat(flows.texts("src_port"))
          .containsExactlyInAnyOrder("100", "101", "102", "103", "104", "200");
      assertThat(flows.texts("bytes_sent")).containsOnly("18446744073709551615");
      assertThat(flows.texts("rule")).contains("\ufffd!\ufffd");
      Map<String, String> letters = new HashMap<>();
      for (JsonNode letter : Flows.inFiles(program.folder().resolve("dead-letter")).all()) {
        letters.put(text(letter), letter.path("reason").asText());
      }
      bad.put('"' + tooMuch + '"', "bytes_received is not an unsigned 64-bit number");
      bad.put('"' + tooLong + '"', "flowlogs.string-limit");
      assertThat(letters.keySet()).isEqualTo(bad.keySet());
      letters.forEach(
          (text, reason) -> assertThat(reason).contains(bad.get(text)).hasSizeLessThan(300));
      assertOnlyOurFiles(program.folder());
    }
  }

  @Test
  void theLimitsAreSettings() throws Exception {
    blob(
        "000D3A000001",
        Stream.of(
                with(1, "rule", "x".repeat(10 * MEGABYTES)),
                unknown(2, "[".repeat(200) + "]".repeat(200)),
                unknown(3, "1".repeat(2_000)))
            .reduce((a, b) -> a + ',' + b)
            .orElseThrow()
            .getBytes(UTF_8));
    String settings = source() + to("lake", "file:lake");
    String wide = settings + "flowlogs.string-limit = 11MB\nflowlogs.nesting-limit = 300\n";
    try (Program program = Program.in(dir.resolve("wide"), wide)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows flows = Flows.inFiles(program.folder().resolve("lake"));
      assertThat(flows.texts("src_port")).containsExactlyInAnyOrder("1", "2", "3");
      assertOnlyOurFiles(program.folder());
    }
    String narrow = settings + "flowlogs.string-limit = 1KB\nflowlogs.nesting-limit = 7\n";
    blob(
        "000D3A000001",
        (with(1, "rule", "r") + ',' + unknown(3, "1".repeat(2_000))).getBytes(UTF_8));
    try (Program program = Program.in(dir.resolve("narrow"), narrow)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows flows = Flows.inFiles(program.folder().resolve("lake"));
      assertThat(flows.texts("src_port")).containsExactly("1");
      assertThat(Flows.inFiles(program.folder().resolve("dead-letter")).size()).isOne();
    }
  }

  private static void assertTexts(Flows flows) {
    assertThat(flows.size()).isEqualTo(TEXTS.size());
    for (JsonNode flow : flows.all()) {
      String text = TEXTS.get(flow.path("src_port").asInt());
      for (String field :
          List.of("rule", "acl_id", "record_time", "mac_address", "flow_log_id", "target_id")) {
        assertThat(flow.path(field).textValue()).as(field).isEqualTo(text);
      }
      assertThat(flow.path("flow_log_version").asText()).isEqualTo(text);
      for (String field : List.of("direction", "state", "encryption", "extra")) {
        assertThat(flow.path(field).asText("")).as(field).isEqualTo(asField(text));
      }
      assertThat(flow.path("decision").asText()).isEqualTo("allow");
      assertThat(flow.path("bytes_sent").asText()).isEqualTo("18446744073709551615");
    }
  }

  /** Nothing lies beside the folder, and in it only what the program was told to make. */
  private void assertOnlyOurFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("injected"));
    }
    try (Stream<Path> here = Files.list(folder)) {
      assertThat(here.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "routes", "application.properties", "lake", "state", "spool", "dead-letter");
    }
    for (Path file : Flows.files(folder.resolve("lake"))) {
      assertThat(folder.relativize(file).toString())
          .matches(
              "lake/decision=(allow|deny)/y=\\d+/m=\\d+/d=\\d+/h=\\d+/[A-Za-z0-9.-]+\\.ndjson");
    }
  }

  /** A text as it can stand in a field of a tuple. */
  private static String asField(String text) {
    return text.replace(',', ';');
  }

  private static String tuple(int port, String letters) {
    return TUPLE.formatted(port, letters);
  }

  /** A record that has a text wherever one can be. */
  private static String record(int number, String text) throws JsonProcessingException {
    String field = asField(text);
    String tuple = tuple(number, String.join(",", field, field, field)) + ',' + field;
    ObjectNode record = (ObjectNode) JSON.readTree(record(number, text, text, List.of(tuple)));
    for (String key :
        List.of("time", "flowLogVersion", "macAddress", "flowLogResourceID", "targetResourceID")) {
      record.put(key, text);
    }
    record.put("?" + text, text);
    return JSON.writeValueAsString(record);
  }

  private static String record(int number, String acl, String rule, List<String> tuples)
      throws JsonProcessingException {
    ObjectNode record = JSON.createObjectNode().put("flowLogGUID", "" + number);
    ObjectNode list = record.putObject("flowRecords").putArray("flows").addObject();
    list.put("aclID", acl);
    ObjectNode group = list.putArray("flowGroups").addObject().put("rule", rule);
    tuples.forEach(group.putArray("flowTuples")::add);
    return JSON.writeValueAsString(record);
  }

  /** A record with one flow and one more field, or another rule. */
  private static String with(int number, String key, String value) throws JsonProcessingException {
    String rule = key.equals("rule") ? value : "r";
    String record = record(number, "a", rule, List.of(tuple(number, ORDINARY)));
    return key.equals("rule")
        ? record
        : JSON.writeValueAsString(((ObjectNode) JSON.readTree(record)).put(key, value));
  }

  /** A record with an unknown field of which the value is this JSON, or what is none. */
  private static String unknown(int number, String value) throws JsonProcessingException {
    return with(number, "rule", "r").replaceFirst("\\{", "{\"new\":#,").replace("#", value);
  }

  private static String text(JsonNode letter) {
    return letter.has("text_base64")
        ? new String(Base64.getDecoder().decode(letter.path("text_base64").asText()), ISO_8859_1)
        : letter.path("text").asText();
  }

  private void blob(String mac, byte[] records) throws IOException {
    Names names = Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
    Path blob = archive.resolve(names.blob(hour, mac));
    Files.createDirectories(blob.getParent());
    Files.write(blob, "{\"records\":[".getBytes(UTF_8));
    Files.write(blob, records, java.nio.file.StandardOpenOption.APPEND);
    Files.write(blob, "]}".getBytes(UTF_8), java.nio.file.StandardOpenOption.APPEND);
  }

  private String source() {
    return "flowlogs.source.archive.directory = "
        + archive
        + "\nflowlogs.start = beginning\nflowlogs.delay = 0\n";
  }

  private static String to(String name, String uri) {
    return """
        flowlogs.destination.%1$s.uri = %2$s
        flowlogs.allow = %1$s
        flowlogs.deny = %1$s
        """
        .formatted(name, uri);
  }

  private String everywhere(KafkaBroker kafka) {
    return source()
        + """
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = %s
        flowlogs.destination.bus.uri = kafka:flows?brokers=%s
        flowlogs.destination.bus.key = encryption
        flowlogs.allow = lake, siem, bus
        flowlogs.deny = lake, siem, bus
        """
            .formatted(http.url("/in"), kafka.bootstrapServers());
  }
}
