package io.vnetflowroutes.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks with DuckDB at the Parquet files of a folder. */
final class Tables {

  private Tables() {}

  /** How many rows all files have. */
  static long rows(Path folder) {
    return Long.parseLong(query("select count(*) from '" + files(folder) + "'").get(0));
  }

  /** All files of a folder, as DuckDB names them. */
  static String files(Path folder) {
    return folder + "/**/*.parquet";
  }

  /** The first column of each row that a query finds, as a text. */
  static List<String> query(String sql) {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
