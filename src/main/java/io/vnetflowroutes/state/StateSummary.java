package io.vnetflowroutes.state;

import io.vnetflowroutes.poll.SourceProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the state holds about the whole service: the last poll, and how far each flow log is.
 *
 * <p>Any thread may call it.
 */
public final class StateSummary {

  private static final int POLL = 0;

  /** A slash, as at the end of a flow log's folder, and the character behind it. */
  private static final String FLOW_LOGS =
      "SELECT f.source, f.path, f.hour, max(b.hour), max(b.at), total(b.length = 0 OR b.planned > 0 OR b.cut > 0)"
          + " FROM flow_log f LEFT JOIN blob b ON b.source = f.source AND b.name >= f.path || '/'"
          + " AND b.name < f.path || '0' GROUP BY f.source, f.path ORDER BY f.source, f.path";

  private final StateDatabase database;

  public StateSummary(StateDatabase database) {
    this.database = database;
  }

  /**
   * Stores the result of a poll.
   *
   * @param problems the sources that could not be listed
   */
  public void polled(LastPoll poll, List<SourceProblem> problems) {
    database.write(
        statements -> {
          statements.update(
              "INSERT OR REPLACE INTO poll (id, at, flow_logs, open_blobs, failures)"
                  + " VALUES (?, ?, ?, ?, ?)",
              POLL,
              poll.at().getEpochSecond(),
              poll.flowLogs(),
              poll.openBlobs(),
              poll.failures());
          statements.update("DELETE FROM problem");
          for (SourceProblem problem : problems) {
            statements.update(
                "INSERT OR REPLACE INTO problem (source, since, reason) VALUES (?, ?, ?)",
                problem.source(),
                problem.since().getEpochSecond(),
                problem.reason());
          }
        });
  }

  /** The sources that could not be listed when the last poll ended, by name. */
  public List<SourceProblem> problems() {
    return database.read(
        statements ->
            statements.query(
                "SELECT source, since, reason FROM problem ORDER BY source, since",
                StateSummary::problems));
  }

  private static List<SourceProblem> problems(ResultSet row) throws SQLException {
    List<SourceProblem> found = new ArrayList<>();
    while (row.next()) {
      found.add(
          new SourceProblem(
              row.getString(1), Instant.ofEpochSecond(row.getLong(2)), row.getString(3)));
    }
    return found;
  }

  /** The result of the last poll; empty before the first. */
  public Optional<LastPoll> lastPoll() {
    return database.read(
        statements ->
            statements.query(
                "SELECT at, flow_logs, open_blobs, failures FROM poll",
                row ->
                    row.next()
                        ? Optional.of(
                            new LastPoll(
                                Instant.ofEpochSecond(row.getLong(1)),
                                row.getInt(2),
                                row.getInt(3),
                                row.getInt(4)))
                        : Optional.empty()));
  }

  /** How far each flow log is, by source and name. */
  public List<FlowLogProgress> flowLogs() {
    return database.read(statements -> statements.query(FLOW_LOGS, StateSummary::flowLogs));
  }

  private static List<FlowLogProgress> flowLogs(ResultSet row) throws SQLException {
    List<FlowLogProgress> found = new ArrayList<>();
    while (row.next()) {
      found.add(
          new FlowLogProgress(
              row.getString(1),
              row.getString(2),
              Instant.ofEpochSecond(row.getLong(3)),
              instant(row, 4),
              instant(row, 5),
              row.getInt(6)));
    }
    return found;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    long seconds = row.getLong(column);
    return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
  }
}
