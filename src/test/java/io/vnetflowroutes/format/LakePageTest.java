package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parquet.Codec;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that every query of docs/lake.md answers what the page says, over the files that the
 * format makes of the sample. With {@code -Dgolden.write} the answers are written anew.
 */
class LakePageTest {

  private static final Path PAGE = Path.of("docs/lake.md");
  private static final Pattern QUERY =
      Pattern.compile("(?s)```sql\n(select.*?);\n```\n\n```text\n(.*?)```");
  private static final Pattern HOUR =
      Pattern.compile("y=(\\d+)/m=(\\d+)/d=(\\d+)/h=(\\d+)/m=00/.*");

  @TempDir private Path folder;

  @Test
  void everyQueryAnswersWhatThePageSays() throws Exception {
    writeSample();
    String page = Files.readString(PAGE);
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      statement.execute(setUp(page).replace("'out/", "'" + folder + "/"));
      List<MatchResult> queries = QUERY.matcher(page).results().toList();
      assertThat(queries).hasSizeGreaterThanOrEqualTo(10);
      String written = page;
      for (MatchResult query : queries) {
        String answer = answer(statement, query.group(1));
        written =
            written.replace(
                query.group(),
                "```sql\n" + query.group(1) + ";\n```\n\n```text\n" + answer + "```");
        if (System.getProperty("golden.write") == null) {
          assertThat(answer).as(query.group(1)).isEqualTo(query.group(2));
        }
        assertThat(answer.lines().count()).as(query.group(1)).isGreaterThan(1);
      }
      if (System.getProperty("golden.write") != null) {
        Files.writeString(PAGE, written);
      }
    }
  }

  @Test
  void definitionsHaveTheColumnsOfTheFiles() throws IOException {
    Matcher athena =
        Pattern.compile("(?s)CREATE EXTERNAL TABLE flows \\((.*?)\\)\nPARTITIONED")
            .matcher(Files.readString(PAGE));
    assertThat(athena.find()).isTrue();
    List<String> columns =
        Stream.of(athena.group(1).split(","))
            .map(column -> column.strip().split(" ", -1)[0])
            .toList();
    List<String> expected = new ArrayList<>(FlatFields.NAMES);
    expected.remove("decision");
    expected.add("rest");
    assertThat(columns).isEqualTo(expected);
  }

  private static String setUp(String page) {
    Matcher block = Pattern.compile("(?s)```sql\n(create view.*?)```").matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String answer(Statement statement, String sql) throws SQLException {
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

  private void writeSample() throws IOException {
    Path sample = Path.of("sample");
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(f -> f.endsWith("PT1H.json")).toList()) {
        String blob = sample.relativize(file).toString();
        Matcher hour = HOUR.matcher(blob);
        assertThat(hour.find()).isTrue();
        String folders = hour.group().replaceFirst("/m=00/.*", "");
        Instant begin =
            Instant.parse(
                "%s-%s-%sT%s:00:00Z"
                    .formatted(hour.group(1), hour.group(2), hour.group(3), hour.group(4)));
        Batches batches =
            new Batches(
                new Origin("sample", blob, begin),
                Files.newInputStream(file),
                FlowLogText.NO_LIMITS,
                RecordJson.within(1 << 16, 100));
        for (Batch batch : FlowLogText.all(batches)) {
          for (BatchPart part : batch.parts()) {
            write(part, folders);
          }
        }
      }
    }
  }

  private void write(BatchPart part, String folders) throws IOException {
    Path to = folder.resolve("decision=" + part.decision()).resolve(folders);
    Files.createDirectories(to);
    FieldChoice columns = FieldChoice.allOfTable(Set.of()).without(Set.of("decision"));
    Format format = Formats.parquet(columns, Derivation.NONE, Codec.ZSTD).get();
    Files.write(to.resolve(part.id() + ".parquet"), ParquetText.bytes(format, part.flows()));
  }
}
