package io.vnetflowroutes.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of the state file, as migrations from each version to the next. A new file gets all of
 * them, an older one those it lacks, in one transaction.
 */
final class StateSchema {

  /** Marks a SQLite file as ours: "FLOW" in ASCII. */
  private static final int APPLICATION = 0x464C4F57;

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "CREATE TABLE source (name TEXT PRIMARY KEY, start INTEGER NOT NULL) WITHOUT ROWID",
              "CREATE TABLE flow_log (source TEXT, path TEXT, hour INTEGER NOT NULL,"
                  + " forgotten INTEGER NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID",
              "CREATE TABLE blob (source TEXT, name TEXT, hour INTEGER NOT NULL,"
                  + " position INTEGER NOT NULL, anchor BLOB NOT NULL, planned INTEGER NOT NULL,"
                  + " length INTEGER NOT NULL, etag TEXT NOT NULL, created INTEGER NOT NULL,"
                  + " PRIMARY KEY (source, name)) WITHOUT ROWID",
              "CREATE INDEX blob_hour ON blob (hour)",
              "CREATE TABLE delivery (part TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID"),
          List.of(
              "DROP INDEX blob_hour",
              "ALTER TABLE blob ADD COLUMN at INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE blob ADD COLUMN cut INTEGER NOT NULL DEFAULT 0"),
          List.of(
              "ALTER TABLE blob ADD COLUMN ends TEXT NOT NULL DEFAULT ''",
              "CREATE TABLE poll (id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                  + " flow_logs INTEGER NOT NULL, open_blobs INTEGER NOT NULL,"
                  + " failures INTEGER NOT NULL)"),
          List.of(
              "ALTER TABLE blob ADD COLUMN kept BLOB NOT NULL DEFAULT x''",
              "ALTER TABLE blob ADD COLUMN kept_to INTEGER NOT NULL DEFAULT 0"),
          List.of("ALTER TABLE flow_log ADD COLUMN changing TEXT NOT NULL DEFAULT ''"),
          List.of(
              "ALTER TABLE blob ADD COLUMN edition INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE blob ADD COLUMN planned_at INTEGER NOT NULL DEFAULT 0",
              "ALTER TABLE blob ADD COLUMN holds TEXT NOT NULL DEFAULT ''"),
          List.of(
              "CREATE TABLE problem (source TEXT, reason TEXT, since INTEGER NOT NULL,"
                  + " PRIMARY KEY (source, reason)) WITHOUT ROWID"),
          List.of(
              "CREATE TABLE layout (destination TEXT, layout TEXT,"
                  + " PRIMARY KEY (destination, layout)) WITHOUT ROWID"),
          List.of(
              "CREATE TABLE marker (destination TEXT, flow_log TEXT, hour INTEGER NOT NULL,"
                  + " PRIMARY KEY (destination, flow_log)) WITHOUT ROWID"));

  private final Path file;
  private final Connection connection;

  /**
   * @param file for messages
   */
  StateSchema(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Makes the tables of this version.
   *
   * @throws StateException if the file is another program's or a newer version's; it is left as it
   *     is
   */
  void bringUpToDate() throws SQLException {
    int version = version();
    if (version == STEPS.size()) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (List<String> step : STEPS.subList(version, STEPS.size())) {
        for (String change : step) {
          statement.execute(change);
        }
      }
      statement.execute("PRAGMA application_id=" + APPLICATION);
      statement.execute("PRAGMA user_version=" + STEPS.size());
      connection.commit();
    }
    connection.setAutoCommit(true);
  }

  /**
   * Makes sure that the tables are those of this version.
   *
   * @throws StateException if they are not; nothing is changed
   */
  void check() throws SQLException {
    int version = version();
    if (version < STEPS.size()) {
      throw new StateException(
          "The state file '"
              + file
              + "' was written by an older version of this program; 'flowlogs run' brings it up to"
              + " date");
    }
  }

  /**
   * Makes sure that a start could bring the tables up to date.
   *
   * @throws StateException if it could not; nothing is changed
   */
  void fits() throws SQLException {
    var unused = version(); // Refuses the file of another program, and that of a newer version.
  }

  private int version() throws SQLException {
    boolean ours = number("PRAGMA application_id") == APPLICATION;
    if (!ours && number("SELECT count(*) FROM sqlite_master") > 0) {
      throw new StateException(
          "The state file '"
              + file
              + "' belongs to another program; set flowlogs.state to another folder");
    }
    int version = ours ? number("PRAGMA user_version") : 0;
    if (version > STEPS.size()) {
      throw new StateException(
          "The state file '"
              + file
              + "' was written by a newer version of this program (its format is "
              + version
              + ", this program knows "
              + STEPS.size()
              + "); run that version, or set flowlogs.state to another folder");
    }
    return version;
  }

  private int number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
