package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a destination does not get is what its settings or a route file leave out, nothing else, and
 * it is counted; and the fields it gets are those it chose.
 */
final class FiltersIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path dir;

  @Test
  void eachDestinationGetsWhatItsOwnFilterLeaves(@TempDir Path kafkaDir) throws Exception {
    Archive archive = new Archive(dir).grow(30);
    try (KafkaBroker kafka = KafkaBroker.start(kafkaDir);
        HttpReceiver siem = HttpReceiver.start();
        Program program = Program.in(dir.resolve("work"), settings(archive, kafka, siem))) {
      kafka.createTopic("flows", 1);
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      Path work = program.folder();
      Flows all = Flows.inFiles(work.resolve("all"));
      all.assertExactly(archive.tuples());

      Flows quiet = Flows.inFiles(work.resolve("quiet"));
      Predicate<JsonNode> loud = is("state", "B").or(is("dst_port", "53|123"));
      assertSame(quiet, all, loud.negate());
      Flows bus = Flows.inTexts(values(kafka, count(all, is("direction", "O").and(allowed()))));
      assertSame(bus, all, is("direction", "O").and(allowed()));
      Flows sampled = Flows.inBodies(siem.accepted());
      assertSame(sampled, all, flow -> sampled.ids().contains(flow.path("id").asText()));
      assertThat(sampled.where("decision", "deny").size())
          .isEqualTo(count(all, allowed().negate()));
      assertThat(sampled.where("decision", "allow").size())
          .isBetween(count(all, allowed()) / 8, count(all, allowed()) / 2);
      assertThat(Flows.inFiles(work.resolve("sampled")).ids())
          .as("the same flows at every destination")
          .containsExactlyInAnyOrderElementsOf(sampled.where("decision", "allow").ids());
      assertThat(work.resolve("nothing")).as("no empty file").doesNotExist();

      int ofState = count(all, is("state", "B"));
      assertThat(program.lines("Left out by=\"destination quiet\""))
          .singleElement()
          .asString()
          .contains(
              " states=\"" + ofState + '"', " dst_ports=\"" + (count(all, loud) - ofState) + '"');
      assertThat(program.lines("Left out by=\"destination siem\""))
          .singleElement()
          .asString()
          .contains(" sample=\"" + (all.size() - sampled.size()) + '"');
      assertThat(program.lines("Left out by=\"destination nothing\" rules=\"" + all.size()))
          .hasSize(1);
      assertThat(program.lines("Left out by=\"destination all\"")).isEmpty();
      assertThat(program.lines("Poll finished.*left_out=\"[1-9]")).isNotEmpty();
      assertFieldsAreThoseChosen(work, all);
    }
  }

  private static String settings(Archive archive, KafkaBroker kafka, HttpReceiver siem) {
    return archive.source()
        + """
        flowlogs.destination.all.uri = file:all
        flowlogs.destination.quiet.uri = file:quiet
        flowlogs.destination.quiet.drop.states = B
        flowlogs.destination.quiet.drop.dst-ports = 53, 100-200
        flowlogs.destination.bus.uri = kafka:flows?brokers=%s
        flowlogs.destination.bus.drop.directions = I
        flowlogs.destination.siem.uri = %s
        flowlogs.destination.siem.framing = array
        flowlogs.destination.siem.sample = 4
        flowlogs.destination.sampled.uri = file:sampled
        flowlogs.destination.sampled.sample = 4
        flowlogs.destination.nothing.uri = file:nothing
        flowlogs.destination.nothing.drop.rules = *
        flowlogs.destination.table.uri = file:table
        flowlogs.destination.table.format = csv
        flowlogs.destination.table.fields = dst_port as port, src_ip, rule
        flowlogs.destination.short.uri = file:short
        flowlogs.destination.short.fields = -acl_id, -flow_log_id, bytes_sent as sent, *
        flowlogs.allow = all, quiet, bus, siem, sampled, nothing, table, short
        flowlogs.deny = all, quiet, siem, nothing, table, short
        """
            .formatted(kafka.bootstrapServers(), siem.url("/ingest"));
  }

  private static List<String> values(KafkaBroker kafka, int count) {
    return kafka.read("flows", count, LONG).stream().map(ConsumerRecord::value).toList();
  }

  private static Predicate<JsonNode> is(String field, String regex) {
    return flow -> flow.path(field).asText().matches(regex);
  }

  private static Predicate<JsonNode> allowed() {
    return is("decision", "allow");
  }

  private static int count(Flows flows, Predicate<JsonNode> which) {
    return (int) flows.all().stream().filter(which).count();
  }

  private static void assertSame(Flows some, Flows all, Predicate<JsonNode> which) {
    List<String> wanted =
        all.all().stream().filter(which).map(flow -> flow.path("id").asText()).toList();
    assertThat(some.ids()).isNotEmpty().containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(some.size()).isLessThan(all.size());
  }

  private static void assertFieldsAreThoseChosen(Path work, Flows all)
      throws IOException, SQLException {
    Set<String> rows = new TreeSet<>();
    CSVFormat rfc = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    for (Path file : Flows.files(work.resolve("table"))) {
      try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, rfc)) {
        assertThat(parser.getHeaderNames()).containsExactly("id", "port", "src_ip", "rule");
        for (CSVRecord row : parser) {
          rows.add(String.join(" ", row.toList()));
        }
      }
    }
    assertThat(rows)
        .isEqualTo(
            all.all().stream()
                .map(
                    flow ->
                        String.join(
                            " ",
                            flow.path("id").asText(),
                            flow.path("dst_port").asText(),
                            flow.path("src_ip").asText(),
                            flow.path("rule").asText()))
                .collect(Collectors.toCollection(TreeSet::new)));
    String select =
        """
        select count(*) from read_json('%1$s/all/**/*.ndjson', hive_partitioning = false) as every
        join read_json('%1$s/short/**/*.ndjson', hive_partitioning = false) as short using (id)
        where short.sent is not distinct from every.bytes_sent and short.rule = every.rule
        """;
    String columns =
        """
        select string_agg(column_name, ' ') from (describe select *
        from read_json('%s/short/**/*.ndjson', hive_partitioning = false))
        """;
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(first(duckDb, select.formatted(work))).isEqualTo(String.valueOf(all.size()));
      assertThat(first(duckDb, columns.formatted(work)))
          .startsWith("sent id time ")
          .doesNotContain("acl_id", "flow_log_id", "bytes_sent");
    }
  }

  private static String first(Connection duckDb, String sql) throws SQLException {
    try (ResultSet rows = duckDb.createStatement().executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void filesComeOnceThoughTheProgramIsKilledAndItsFilterChanged() {
    Archive archive = new Archive(dir).grow(150);
    String settings =
        archive.source()
            + """
            flowlogs.batch-flows = 5
            flowlogs.destination.lake.uri = file:lake
            flowlogs.allow = lake
            flowlogs.deny = lake
            """;
    List<String> dropped = List.of("B", "C", "B");
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      Path lake = program.folder().resolve("lake");
      int files = 0;
      for (String state : dropped) {
        int before = files;
        program.start("--set", "flowlogs.destination.lake.drop.states=" + state);
        await()
            .atMost(LONG)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> Flows.files(lake).size() > before + 20);
        program.kill();
        files = Flows.files(lake).size();
        assertThat(Flows.inFiles(lake).size()).isLessThan(archive.tuples().size());
      }
      assertThat(program.once("--set", "flowlogs.destination.lake.sample=1"))
          .as(program.output())
          .isZero();
      program.assertNoStackTrace();
      Flows arrived = Flows.inFiles(lake);
      assertThat(new HashSet<>(arrived.ids())).as("no flow twice").hasSize(arrived.size());
      Set<String> missing = new HashSet<>(archive.tuples());
      missing.removeAll(new HashSet<>(arrived.tuples()));
      assertThat(missing)
          .as("only what a filter leaves out is missing")
          .isNotEmpty()
          .allMatch(tuple -> tuple.split(",", -1)[7].matches("[BC]"));
      assertThat(archive.tuples()).containsAll(arrived.tuples());
    }
  }

  @Test
  void theExampleFiltersAndSamplesByYamlOnly() throws IOException {
    Archive archive = new Archive(dir).grow(40);
    String settings =
        archive
            .everythingTo("lake", "file:lake")
            .replace("flowlogs.allow = lake", "flowlogs.allow = direct:quiet");
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      Path routes = program.folder().resolve("routes");
      Files.move(routes.resolve("examples/quiet.camel.yaml"), routes.resolve("quiet.camel.yaml"));
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();

      Flows lake = Flows.inFiles(program.folder().resolve("lake"));
      lake.where("decision", "deny").assertExactly(archive.tuples(true));
      assertThat(lake.where("state", "B").size()).isZero();
      assertThat(count(lake.where("decision", "allow"), is("dst_port", "53|123"))).isZero();
      int left = lake.where("decision", "allow").size();
      String line = program.lines("Left out by=\"route quiet\"").get(0);
      int leftOut = number(line, "states") + number(line, "dst_ports") + number(line, "sample");
      assertThat(left + leftOut).as(line).isEqualTo(archive.tuples(false).size());
      assertThat(left).isBetween(1, archive.tuples(false).size() / 5);
    }
  }

  @Test
  void aStepThatCannotBeCarriedOutLosesNothing() throws IOException {
    Archive archive = new Archive(dir).grow(4);
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("lake", "file:lake"))) {
      Path file = program.folder().resolve("routes/route.camel.yaml");
      String text = Files.readString(file);
      String list =
          "        - recipientList:\n            simple: \"${bean:destinations?method=deny}\"";
      String step = "        - bean: {ref: filters, method: \"%s\"}\n" + list;
      assertThat(text).contains(list);
      Map<String, String> wrong =
          Map.of(
              "drop(${exchange}, 'dst-cidrs', '10.0.0.1/8')",
              "dst-cidrs are '10.0.0.1/8', but must be networks such as",
              "sample(${exchange}, 0)",
              "one flow in 0 is none");
      for (Map.Entry<String, String> one : wrong.entrySet()) {
        Files.writeString(file, text.replace(list, step.formatted(one.getKey())));
        assertThat(program.once()).isNotZero();
        assertThat(program.output())
            .contains("The route file 'routes/route.camel.yaml' is wrong at line", one.getValue());
        program.assertNoStackTrace();
      }
      Files.writeString(file, text);
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(archive.tuples());
    }
  }

  private static int number(String line, String key) {
    return Integer.parseInt(line.replaceFirst(".* " + key + "=\"(\\d+)\".*", "$1"));
  }
}
