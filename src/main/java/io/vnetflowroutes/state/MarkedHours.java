package io.vnetflowroutes.state;

import java.time.Instant;
import java.util.Optional;

/**
 * The hours whose folders have a marker: for each destination and flow log, the hour before which
 * all have one. Any thread may call it.
 */
public final class MarkedHours {

  private final StateDatabase state;

  public MarkedHours(StateDatabase state) {
    this.state = state;
  }

  /**
   * The hour before which all are marked; empty if none ever was.
   *
   * @param flowLog the flow log, as folders have it; empty where folders are of all
   */
  public Optional<Instant> before(String destination, String flowLog) {
    return state.read(
        statements ->
            statements.query(
                "SELECT hour FROM marker WHERE destination = ? AND flow_log = ?",
                row ->
                    row.next()
                        ? Optional.of(Instant.ofEpochSecond(row.getLong(1)))
                        : Optional.empty(),
                destination,
                flowLog));
  }

  /** Notes that all hours before one are marked; that is on disk when it returns. */
  public void note(String destination, String flowLog, Instant hour) {
    state.write(
        statements ->
            statements.update(
                "INSERT OR REPLACE INTO marker (destination, flow_log, hour) VALUES (?, ?, ?)",
                destination,
                flowLog,
                hour.getEpochSecond()));
  }
}
