package io.vnetflowroutes.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Flattens with DuckDB on one thread: {@code read_json}, {@code unnest} and {@code COPY}. */
final class DuckDb implements AutoCloseable {

  private static final String FLATTEN =
      """
      COPY (
        WITH records AS (
          SELECT unnest(records) AS r
          FROM read_json('%s', maximum_object_size = 1000000000, columns = {records: 'STRUCT(
            "time" VARCHAR, macAddress VARCHAR, flowLogResourceID VARCHAR, targetResourceID VARCHAR,
            flowRecords STRUCT(flows STRUCT(aclID VARCHAR,
              flowGroups STRUCT(rule VARCHAR, flowTuples VARCHAR[])[])[]))[]'})),
        lists AS (SELECT r, unnest(r.flowRecords.flows) AS l FROM records),
        groups AS (SELECT r, l.aclID AS acl, unnest(l.flowGroups) AS g FROM lists),
        tuples AS (
          SELECT r, acl, g.rule AS rule, string_split(unnest(g.flowTuples), ',') AS t FROM groups)
        SELECT
          t[1]::BIGINT AS time, t[2] AS src_ip, t[3] AS dst_ip, t[4]::INT AS src_port,
          t[5]::INT AS dst_port, t[6]::INT AS protocol, t[7] AS direction, t[8] AS state,
          t[9] AS encryption, nullif(t[10], '')::UBIGINT AS packets_sent,
          nullif(t[11], '')::UBIGINT AS bytes_sent, nullif(t[12], '')::UBIGINT AS packets_received,
          nullif(t[13], '')::UBIGINT AS bytes_received,
          CASE WHEN t[8] = 'D' THEN 'deny' ELSE 'allow' END AS decision, r.time AS record_time, rule,
          acl AS acl_id, r.macAddress AS mac_address, r.flowLogResourceID AS flow_log_id,
          r.targetResourceID AS target_id
        FROM tuples
      ) TO '%s' (FORMAT json)
      """;

  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET threads = 1");
  }

  /** The version of the library. */
  String version() throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion();
  }

  /** Writes a line for each flow of a blob in a file to another file. */
  void flatten(Path blob, Path out) throws SQLException {
    execute(FLATTEN.formatted(blob, out));
  }

  /** Writes what is in a file of lines to a Parquet file. */
  void toParquet(Path lines, Path out) throws SQLException {
    execute(
        "COPY (FROM read_json('%s', format = 'newline_delimited')) TO '%s' (FORMAT parquet, CODEC zstd,"
                .formatted(lines, out)
            + " COMPRESSION_LEVEL 1)");
  }

  /** How many rows something has. */
  long rows(String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        java.sql.ResultSet count = statement.executeQuery("select count(*) " + from)) {
      count.next();
      return count.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
