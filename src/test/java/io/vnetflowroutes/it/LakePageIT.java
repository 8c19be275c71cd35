package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that every query and definition of docs/lake.md is about the files that the program
 * writes: it delivers the sample in its usual folders, and gathered in others. With {@code
 * -Dgolden.write} the answers are written anew.
 */
final class LakePageIT {

  private static final Path PAGE = Path.of("docs/lake.md");
  private static final Pattern QUERY =
      Pattern.compile("(?s)```sql\n(select.*?);\n```\n\n```text\n(.*?)```");

  private static final Pattern COLUMN = Pattern.compile("(\\w+) (\\w+)");

  /** Athena's types of those that DuckDB finds in the files. */
  private static final Map<String, String> TYPES =
      Map.of(
          "VARCHAR", "string",
          "INTEGER", "int",
          "BIGINT", "bigint",
          "TIMESTAMP WITH TIME ZONE", "timestamp");

  @TempDir private Path dir;
  private Path work;
  private String page;
  private Connection duckDb;
  private Statement statement;

  @BeforeEach
  void deliverTheSample() throws Exception {
    work = dir.resolve("work");
    page = Files.readString(PAGE);
    try (Program program =
        Program.in(
            work,
            """
            flowlogs.source.sample.directory = %s
            flowlogs.start = beginning
            flowlogs.destination.lake.uri = file:out
            flowlogs.destination.lake.format = parquet
            flowlogs.destination.own.uri = file:own
            flowlogs.destination.own.format = parquet
            flowlogs.destination.own.layout = flows/{decision}/{yyyy}-{MM}-{dd}/{HH}
            flowlogs.destination.own.gather = 128MB, 15m
            flowlogs.allow = lake, own
            flowlogs.deny = lake, own
            """
                .formatted(Path.of("sample").toAbsolutePath()))) {
      assertThat(program.once()).as(program.output()).isZero();
    }
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    statement = duckDb.createStatement();
    statement.execute("set timezone = 'UTC'");
  }

  @AfterEach
  void closeDuckDb() throws SQLException {
    duckDb.close();
  }

  @Test
  void everyQueryAnswersWhatThePageSaysAndDefinitionsAreOfTheFiles() throws Exception {
    statement.execute(block("create view flows as\nselect \\* from read_parquet\\('out/", "out"));
    List<MatchResult> queries = QUERY.matcher(page).results().toList();
    assertThat(queries).hasSizeGreaterThanOrEqualTo(10);
    String written = page;
    for (MatchResult query : queries) {
      String answer = answer(query.group(1));
      written =
          written.replace(
              query.group(), "```sql\n" + query.group(1) + ";\n```\n\n```text\n" + answer + "```");
      if (System.getProperty("golden.write") == null) {
        assertThat(answer).as(query.group(1)).isEqualTo(query.group(2));
      }
      assertThat(answer.lines().count()).as(query.group(1)).isGreaterThan(1);
    }
    if (System.getProperty("golden.write") != null) {
      Files.writeString(PAGE, written);
    }
    athenaFindsTheFoldersAndTheTypes();
    clickHouseHasOneRowAnId();

    statement.execute("drop view flows");
    statement.execute(block("create view flows as\nselect \\* from read_parquet\\('own/", "own"));
    for (MatchResult query : queries) {
      assertThat(answer(query.group(1))).as("other folders").isEqualTo(query.group(2));
    }
  }

  private void athenaFindsTheFoldersAndTheTypes() throws Exception {
    Matcher athena =
        Pattern.compile(
                "(?s)CREATE EXTERNAL TABLE flows \\((.*?)\\)\nPARTITIONED BY \\((.*?)\\).*'storage.location.template' = 's3://BUCKET/out/(.*?)/'")
            .matcher(page);
    assertThat(athena.find()).isTrue();
    Path file = files("out").get(0);
    Map<String, String> columns = new LinkedHashMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "describe select * from read_parquet('" + file + "', hive_partitioning = false)")) {
      while (rows.next()) {
        columns.put(rows.getString(1), TYPES.get(rows.getString(2)));
      }
    }
    assertThat(columns(athena.group(1))).containsExactlyEntriesOf(columns);
    Map<String, String> partitions = columns(athena.group(2));
    assertThat(partitions).doesNotContainKeys(columns.keySet().toArray(String[]::new));
    String folders = work.resolve("out").relativize(file.getParent()).toString();
    assertThat(folders.replaceAll("(\\w+)=[^/]+", "$1=\\${$1}")).isEqualTo(athena.group(3));
    assertThat(folders.replaceAll("=[^/]+", "").split("/", -1))
        .containsExactlyElementsOf(partitions.keySet());
  }

  private static Map<String, String> columns(String list) {
    Map<String, String> columns = new LinkedHashMap<>();
    COLUMN.matcher(list).results().forEach(found -> columns.put(found.group(1), found.group(2)));
    return columns;
  }

  /** The statement of the page, over a table that holds what the files do, each of them twice. */
  private void clickHouseHasOneRowAnId() throws Exception {
    Matcher definition =
        Pattern.compile("(?s)```\n(CREATE TABLE flows ENGINE = .*?)(s3\\([^)]*\\));\n```")
            .matcher(page);
    assertThat(definition.find()).isTrue();
    Map<String, String> types =
        Map.of(
            "VARCHAR", "String",
            "INTEGER", "Int32",
            "BIGINT", "Int64",
            "TIMESTAMP WITH TIME ZONE", "DateTime");
    List<String> columns = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "describe select * exclude (decision, y, m, d, h), '' as _path from flows")) {
      while (rows.next()) {
        columns.add(rows.getString(1) + " Nullable(" + types.get(rows.getString(2)) + ')');
      }
    }
    List<String> lines = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select to_json(f) from (select * exclude (decision, y, m, d, h, filename) replace (strftime(time, '%Y-%m-%d %H:%M:%S') as time, strftime(record_time, '%Y-%m-%d %H:%M:%S') as record_time), filename as _path from read_parquet('"
                + work.resolve("out")
                + "/**/*.parquet', hive_partitioning = true, filename = true)) f")) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    try (ClickHouse clickHouse =
        ClickHouse.start(Files.createDirectory(dir.resolve("clickhouse")))) {
      clickHouse.query("CREATE TABLE files (" + String.join(", ", columns) + ") ENGINE = Memory");
      for (int time = 0; time < 2; time++) {
        clickHouse.query("INSERT INTO files FORMAT JSONEachRow\n" + String.join("\n", lines));
      }
      clickHouse.query(definition.group(1) + "files");
      clickHouse.query("OPTIMIZE TABLE flows FINAL");
      assertThat(clickHouse.query("SELECT count(), uniqExact(id) FROM flows"))
          .containsExactly(lines.size() + "\t" + lines.size());
      assertThat(
              clickHouse.query(
                  "SELECT decision, count() FROM flows GROUP BY decision ORDER BY decision"))
          .isEqualTo(
              answer("select decision, count(*) from flows group by all order by all")
                  .lines()
                  .skip(1)
                  .map(line -> line.replace(" | ", "\t"))
                  .toList());
      assertThat(clickHouse.query("DESCRIBE TABLE flows").stream().map(LakePageIT::name))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of("decision"),
                      columns.stream().map(LakePageIT::name).filter(name -> !name.equals("_path")))
                  .toList());
    }
  }

  private static String name(String column) {
    return column.split("\\s", -1)[0];
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(work.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private String block(String begins, String folder) {
    Matcher block = Pattern.compile("(?s)```sql\n(" + begins + ".*?)```").matcher(page);
    assertThat(block.find()).as(begins).isTrue();
    return block.group(1).replace("'" + folder + "/", "'" + work.resolve(folder) + "/");
  }

  private String answer(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      int columns = rows.getMetaData().getColumnCount();
      List<String> line = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        line.add(rows.getMetaData().getColumnName(i));
      }
      text.append(String.join(" | ", line)).append('\n');
      while (rows.next()) {
        line.clear();
        for (int i = 1; i <= columns; i++) {
          line.add(String.valueOf(rows.getString(i)));
        }
        text.append(String.join(" | ", line)).append('\n');
      }
      return text.toString();
    }
  }
}
