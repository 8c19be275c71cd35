package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark and Iceberg run the definitions of docs/lake.md over the files that the program writes of
 * the sample, and count in each column what DuckDB counts.
 */
final class LakeTablesIT {

  private static final Pattern SPARK =
      Pattern.compile("(?s)```\n(CREATE TABLE flows USING parquet.*?);\n```");
  private static final Pattern ICEBERG =
      Pattern.compile("(?s)```\n(CREATE TABLE catalog\\.db\\.flows .*?);\n```");
  private static final String LOCATION = "abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/out";

  @TempDir private Path dir;

  @Test
  void sparkAndIcebergFindWhatIsInTheFiles() throws Exception {
    Path work = dir.resolve("work");
    try (Program program =
        Program.in(
            work,
            """
            flowlogs.source.sample.directory = %s
            flowlogs.start = beginning
            flowlogs.destination.lake.uri = file:out
            flowlogs.destination.lake.format = parquet
            flowlogs.allow = lake
            flowlogs.deny = lake
            """
                .formatted(Path.of("sample").toAbsolutePath()))) {
      assertThat(program.once()).as(program.output()).isZero();
    }
    String page = Files.readString(Path.of("docs/lake.md"));
    Path out = work.resolve("out");
    List<String> spark = statements(SPARK, page, out);
    List<String> iceberg = statements(ICEBERG, page, out);
    assertThat(spark).hasSize(2);
    assertThat(iceberg).hasSize(2);
    String add = iceberg.get(1);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute(
          "create view flows as select * from read_parquet('%s/**/*.parquet', hive_types = {'y': int, 'm': int, 'd': int, 'h': int})"
              .formatted(out));
      String count = count(duckDb);
      List<String> run = new ArrayList<>(spark);
      run.add(count + " from flows");
      run.addAll(iceberg);
      run.add(count + " from catalog.db.flows");
      run.add(add);
      run.add(iceberg.get(0).replace("db.flows", "db.few"));
      String few = add.replace("db.flows", "db.few");
      run.add(few.substring(0, few.lastIndexOf(')')) + ", partition_filter => map('h', '8'))");
      run.add(count + " from catalog.db.few");
      List<List<String>> answers = Spark.run(dir.resolve("spark"), run);
      List<String> all = rows(duckDb, count + " from flows");
      assertThat(all.get(0)).startsWith("1631|");
      assertThat(answers.get(2)).as("Spark's table").isEqualTo(all);
      assertThat(answers.get(5)).as("Iceberg's table").isEqualTo(all);
      assertThat(answers.get(6))
          .as("added once more")
          .singleElement()
          .asString()
          .startsWith("refused: ");
      assertThat(answers.get(9))
          .as("one hour")
          .isEqualTo(rows(duckDb, count + " from flows where h = 8"));
    }
  }

  private static List<String> statements(Pattern block, String page, Path out) {
    Matcher found = block.matcher(page);
    assertThat(found.find()).as(block.pattern()).isTrue();
    assertThat(found.group(1)).contains(LOCATION);
    return List.of(found.group(1).replace(LOCATION, out.toString()).split(";\n"));
  }

  /** Counts all flows, and the values and the different values of each column. */
  private static String count(Statement duckDb) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows = duckDb.executeQuery("describe flows")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    Collections.sort(columns);
    return columns.stream()
        .map(column -> "count(%1$s), count(distinct %1$s)".formatted(column))
        .collect(Collectors.joining(", ", "select count(*), ", ", sum(bytes_sent), sum(h)"));
  }

  private static List<String> rows(Statement duckDb, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet rows = duckDb.executeQuery(sql)) {
      while (rows.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.add(rows.getString(i));
        }
        lines.add(String.join("|", line));
      }
    }
    return lines;
  }
}
