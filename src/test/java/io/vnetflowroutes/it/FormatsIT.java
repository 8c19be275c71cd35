package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fluenda.parcefone.event.CommonEvent;
import com.fluenda.parcefone.parser.CEFParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format, through the whole program to files, read back by programs of others. */
final class FormatsIT {
  private static final List<String> FORMATS =
      List.of("flat", "raw", "csv", "ecs", "ocsf", "asim", "cef", "udm");

  @TempDir static Path dir;
  private static Path out;
  private static Connection duckDb;

  @BeforeAll
  static void writeAllFormats() throws SQLException {
    StringBuilder settings =
        new StringBuilder("flowlogs.source.sample.directory = ")
            .append(Path.of("sample").toAbsolutePath())
            .append("\nflowlogs.start = beginning\nflowlogs.allow = ")
            .append(String.join(",", FORMATS))
            .append(",hive,parquet\nflowlogs.deny = ")
            .append(String.join(",", FORMATS))
            .append(",hive,parquet");
    for (String format : FORMATS) {
      settings.append("\nflowlogs.destination.%1$s.uri = file:%1$s".formatted(format));
      settings.append("\nflowlogs.destination.%1$s.format = %1$s".formatted(format));
      settings.append("\nflowlogs.destination.%1$s.body-limit = 100KB".formatted(format));
    }
    settings.append("\nflowlogs.destination.hive.uri = file:hive");
    settings.append("\nflowlogs.destination.hive.fields = -decision");
    settings.append("\nflowlogs.destination.parquet.uri = file:parquet");
    settings.append("\nflowlogs.destination.parquet.format = parquet");
    try (Program program = Program.in(dir.resolve("work"), settings.toString())) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      for (String format : FORMATS) {
        assertThat(program.lines("Delivered destination=\"%s\" flows=\"1631\"".formatted(format)))
            .as(program.output())
            .hasSize(1);
      }
      out = program.folder();
    }
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    execute("create table flat as select * from " + json("flat"));
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  private static String json(String format) {
    return "read_json('%s/%s/**/*.ndjson', format = 'newline_delimited', hive_partitioning = false,"
            .formatted(out, format)
        + " sample_size = -1, union_by_name = true)";
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> row(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.add(rows.getString(i));
      }
      return row;
    }
  }

  @Test
  void theTableHasTheFlowsAndTheTypesOfTheFlatFormat() throws SQLException {
    String table = Tables.files(out.resolve("parquet"));
    assertThat(
            row(
                "select count(*), sum(bytes_sent), count(*) filter (where decision = 'deny'),"
                    + " sum(epoch_ms(time)), any_value(typeof(time)), max(dst_port)"
                    + " from read_parquet('"
                    + table
                    + "', hive_partitioning = true)"))
        .isEqualTo(
            row(
                "select count(*), sum(bytes_sent), count(*) filter (where decision = 'deny'),"
                    + " sum(epoch_ms(time::timestamptz)), 'TIMESTAMP WITH TIME ZONE',"
                    + " max(dst_port) from flat"));
    assertThat(row("select count(*) from flat anti join '" + table + "' using (id)"))
        .containsExactly("0");
    assertThat(
            row(
                "select count(*) filter (name = 'id'), count(*) filter (name = 'decision')"
                    + " from parquet_schema('"
                    + Flows.files(out.resolve("parquet")).get(0)
                    + "')"))
        .as("no column that is a folder, too")
        .containsExactly("1", "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ecs|event.id|source.ip|destination.port|source.bytes|destination.packets"
            + "|list_contains(event.type, 'denied')|network.direction = 'ingress'|rule.name",
        "ocsf|metadata.uid|src_endpoint.ip|dst_endpoint.port|traffic.bytes_out|traffic.packets_in"
            + "|action_id = 2|connection_info.direction_id = 1|firewall_rule.name",
        "asim|EventOriginalUid|SrcIpAddr|DstPortNumber|SrcBytes|DstPackets"
            + "|DvcAction = 'Deny'|NetworkDirection = 'Inbound'|NetworkRuleName",
        "udm|metadata.productLogId|principal.ip[1]|target.port|network.sentBytes::hugeint"
            + "|network.receivedPackets::hugeint|list_contains(securityResult[1].action, 'BLOCK')"
            + "|network.direction = 'INBOUND'|securityResult[1].ruleName",
      })
  void duckDbFindsInEverySchemaWhatTheFlatFormatSays(
      String format,
      String id,
      String ip,
      String port,
      String bytes,
      String packets,
      String denied,
      String inbound,
      String rule)
      throws SQLException {
    List<String> counts =
        row(
            """
            select count(*),
                   count(*) filter (%s::varchar = src_ip),
                   count(*) filter (%s = dst_port),
                   count(*) filter (%s is not distinct from bytes_sent),
                   count(*) filter (%s is not distinct from packets_received),
                   count(*) filter ((%s) = (decision = 'deny')),
                   count(*) filter ((%s) = (direction = 'I')),
                   count(*) filter (%s = flat.rule)
            from flat join %s as schema on flat.id = schema.%s
            """
                .formatted(
                    of("schema", ip),
                    of("schema", port),
                    of("schema", bytes),
                    of("schema", packets),
                    denied.replaceFirst(
                        "\\b(event|action_id|DvcAction|securityResult)", "schema.$1"),
                    of("schema", inbound),
                    of("schema", rule),
                    json(format),
                    id));
    assertThat(counts).containsOnly("1631");
  }

  private static String of(String table, String column) {
    return table + '.' + column;
  }

  @Test
  void duckDbReadsCsvAsItReadsTheFlatFormat() throws SQLException {
    String csv =
        "read_csv('%s/csv/**/*.csv', hive_partitioning = true, sample_size = -1)".formatted(out);
    List<String> flat = row("select " + sums("flat") + " from flat");
    assertThat(row("select " + sums("csv") + " from " + csv + " as csv")).isEqualTo(flat);
    assertThat(flat).startsWith("1631", "526");
  }

  private static String sums(String table) {
    return """
        count(*), count(*) filter (decision = 'deny'), count(distinct id), sum(src_port),
        sum(dst_port), sum(bytes_sent), count(bytes_sent), sum(packets_received),
        count(distinct rule), count(distinct src_ip), min(left(time::varchar, 10)), count(acl_name)
        """
        .replace("rule", table + ".rule");
  }

  @Test
  void duckDbFindsEachRecordOfADecisionOnce() throws SQLException {
    assertThat(
            row(
                """
                select count(*), count(distinct (flowLogResourceID, macAddress, time))
                from %s where filename like '%%decision=allow%%'
                """
                    .formatted(json("raw").replace(")", ", filename = true)"))))
        .isEqualTo(
            row(
                """
                select count(distinct (flow_log_id, mac_address, record_time)),
                       count(distinct (flow_log_id, mac_address, record_time))
                from flat where decision = 'allow'
                """));
  }

  /** The n-th query of the page, over the files of a destination. */
  private static String query(int number, String destination) throws IOException {
    List<String> queries =
        Pattern.compile("(?ms)^```sql$(.*?);\\s*^```$")
            .matcher(Files.readString(Path.of("docs/formats.md")))
            .results()
            .map(query -> query.group(1))
            .toList();
    assertThat(queries).hasSize(4);
    return queries.get(number).replace("'out/", "'" + out.resolve(destination) + '/');
  }

  private static void createViewOfPage(String destination) throws Exception {
    execute("drop view if exists flows");
    execute(query(0, destination));
  }

  /** The sample has 78 connections that both interfaces logged. */
  @Test
  void theSumOfThePageCountsConnectionsOfTwoInterfacesOnce() throws Exception {
    createViewOfPage("flat");
    List<String> once =
        row(
            """
            select sum(bytes)::bigint from (
              select coalesce(sum(total) filter (direction = 'O'), sum(total)) as bytes
              from (select *, coalesce(bytes_sent, 0) + coalesce(bytes_received, 0) as total
                    from flat)
              group by src_ip, dst_ip, src_port, dst_port, protocol)
            """);
    assertThat(row("select sum(sent + received)::bigint from (" + query(2, "flat") + ')'))
        .isEqualTo(once)
        .containsExactly("7406937");
    assertThat(row("select sum(bytes_sent + bytes_received)::bigint from flat"))
        .as("over all flows")
        .containsExactly("9858469");
  }

  @Test
  void theHourOfThePageHasTheFlowsOfTheHour() throws Exception {
    createViewOfPage("flat");
    List<String> counted = row(query(3, "flat"));
    assertThat(counted)
        .isEqualTo(row("select count(*) from flat where time like '2026-09-01T08:%'"))
        .isNotEqualTo(
            row(
                "select count(*) from flows where h = 8 and time >= '2026-09-01 08:00'"
                    + " and time < '2026-09-01 09:00'"));
  }

  /** Hive and Athena refuse the field beside the folder; without it the folder is the column. */
  @ParameterizedTest
  @ValueSource(strings = {"flat", "hive"})
  void theDecisionIsOneColumnWithTheFieldAndWithoutIt(String destination) throws Exception {
    createViewOfPage(destination);
    assertThat(row("select count(*), count(*) filter (decision = 'deny') from flows"))
        .containsExactly("1631", "526");
    assertThat(Files.readString(Flows.files(out.resolve(destination)).get(0)).contains("decision"))
        .isEqualTo(destination.equals("flat"));
  }

  @Test
  void typesAreWhatThePageSays() throws Exception {
    createViewOfPage("flat");
    assertThat(
            row(
                "select distinct typeof(time), typeof(record_time), typeof(flow_log_version),"
                    + " typeof(bytes_sent) from flows"))
        .containsExactly("TIMESTAMP", "TIMESTAMP", "VARCHAR", "BIGINT");
    assertThat(row(query(1, "csv"))).containsExactly("1631");
  }

  @Test
  void aCsvParserReadsEveryFileWithItsHeader() throws IOException {
    int rows = 0;
    List<Path> files = Flows.files(out.resolve("csv"));
    for (Path file : files) {
      CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
      try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
        assertThat(parser.getHeaderNames())
            .startsWith("id", "time")
            .doesNotContain("decision")
            .endsWith("extra");
        rows += parser.getRecords().size();
      }
    }
    assertThat(rows).isEqualTo(1631);
    assertThat(files).hasSizeGreaterThan(12).allMatch(file -> file.toString().endsWith(".csv"));
  }

  @Test
  void aCefParserReadsEveryLine() throws Exception {
    CEFParser parser = new CEFParser();
    int lines = 0;
    for (Path file : Flows.files(out.resolve("cef"))) {
      assertThat(file.toString()).endsWith(".cef");
      for (String line : Files.readAllLines(file)) {
        CommonEvent event = parser.parse(line, true);
        assertThat(event).as(line).isNotNull();
        assertThat(event.getHeader()).containsEntry("deviceVendor", "Microsoft");
        Map<String, Object> extension = event.getExtension(true, true);
        String id = (String) extension.get("cs1");
        List<String> flat =
            row(
                "select src_ip, dst_port, rule, bytes_received, decision from flat where id = '"
                    + id
                    + "'");
        boolean ipv6 = flat.get(0).contains(":");
        assertThat(extension.get(ipv6 ? "c6a2" : "src"))
            .isEqualTo(java.net.InetAddress.getByName(flat.get(0)));
        assertThat(extension).containsEntry("dpt", Integer.valueOf(flat.get(1)));
        assertThat(extension).containsEntry("cs4", flat.get(2));
        assertThat(extension.get("in"))
            .isEqualTo(flat.get(3) == null ? null : Integer.valueOf(flat.get(3)));
        assertThat(extension.get("act")).isEqualTo(flat.get(4).equals("deny") ? "Deny" : "Allow");
        lines++;
      }
    }
    assertThat(lines).isEqualTo(1631);
  }
}
