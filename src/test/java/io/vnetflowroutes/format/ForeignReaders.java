package io.vnetflowroutes.format;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads Parquet files with readers that others wrote: DuckDB in C++, hyparquet in JavaScript. */
final class ForeignReaders {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HYPARQUET = Path.of(System.getProperty("hyparquet.home"));

  private ForeignReaders() {}

  /** Hands over the rows of a file as DuckDB reads them; times in milliseconds since 1970. */
  static void duckDb(Path file, Consumer<Map<String, Object>> rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      String select =
          "select %s from '%s'".formatted(String.join(", ", columns(statement, file)), file);
      try (ResultSet result = statement.executeQuery(select)) {
        while (result.next()) {
          rows.accept(row(result));
        }
      }
    }
  }

  /** The rows of a file with groups as DuckDB reads them, see {@link #plain}. */
  static List<Object> nestedByDuckDb(Path file) throws SQLException, IOException {
    List<Object> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select to_json(t) from '" + file + "' t")) {
      while (result.next()) {
        rows.add(plain(result.getString(1)));
      }
    }
    return rows;
  }

  /** An object of JSON without what is missing or empty, and with texts for all values. */
  static Object plain(String json) throws IOException {
    return plain(JSON.readValue(json, Object.class));
  }

  /** The same of maps, lists and values. */
  static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new TreeMap<>();
      map.forEach(
          (name, member) -> {
            Object plain = plain(member);
            if (plain != null && !Map.of().equals(plain)) {
              members.put(name.toString(), plain);
            }
          });
      return members;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ForeignReaders::plain).toList();
    }
    return value == null ? null : value.toString();
  }

  private static List<String> columns(Statement statement, Path file) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet types = statement.executeQuery("describe select * from '" + file + "'")) {
      while (types.next()) {
        String column = '"' + types.getString(1) + '"';
        boolean time = types.getString(2).equals("TIMESTAMP WITH TIME ZONE");
        columns.add(time ? "epoch_ms(" + column + ") as " + column : column);
      }
    }
    return columns;
  }

  private static Map<String, Object> row(ResultSet result) throws SQLException {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      row.put(result.getMetaData().getColumnName(i), result.getObject(i));
    }
    return row;
  }

  /** The rows of a file as hyparquet reads them. */
  static List<Map<String, Object>> hyparquet(Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : run("rows", file).lines().toList()) {
      rows.add(JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }
    return rows;
  }

  /** The digests of the columns of a file as hyparquet reads it, see {@link ColumnDigests}. */
  static Map<String, String> digestsOfHyparquet(Path file) throws IOException {
    return JSON.readValue(
        run("digests", file), new TypeReference<LinkedHashMap<String, String>>() {});
  }

  private static String run(String mode, Path file) throws IOException {
    Process node =
        new ProcessBuilder("node", HYPARQUET.resolve("read.mjs").toString(), mode, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
