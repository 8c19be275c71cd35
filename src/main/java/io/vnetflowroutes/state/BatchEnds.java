package io.vnetflowroutes.state;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.source.ListedBlob;
import java.sql.SQLException;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Where the batches of a blob ended as they were delivered, so that another reading cuts it the
 * same: its batches, files and messages then have the same names.
 */
public final class BatchEnds {

  private final StateDatabase database;

  public BatchEnds(StateDatabase database) {
    this.database = database;
  }

  /** The ends in a blob, in bytes; none where it was written anew since, or is not known. */
  public NavigableSet<Long> of(ListedBlob blob) {
    return database.read(
        statements ->
            statements.query(
                "SELECT ends, planned FROM blob WHERE source = ? AND name = ? AND created = ?"
                    + " AND position <= ? AND planned <= ?",
                row ->
                    row.next()
                        ? ends(row.getString(1), row.getLong(2))
                        : Collections.emptyNavigableSet(),
                blob.source(),
                blob.name(),
                blob.created(),
                blob.length(),
                blob.length()));
  }

  /** Notes where a batch ended that is delivered. */
  static void add(Statements statements, ListedBlob blob, Batch batch) throws SQLException {
    statements.update(
        "UPDATE blob SET ends = ends || ? || ',' WHERE source = ? AND name = ?",
        batch.to(),
        blob.source(),
        blob.name());
  }

  private static NavigableSet<Long> ends(String text, long planned) {
    NavigableSet<Long> ends = new TreeSet<>();
    for (String end : text.split(",", -1)) {
      if (!end.isEmpty()) {
        ends.add(Long.parseLong(end));
      }
    }
    if (planned > 0) {
      ends.add(planned);
    }
    return ends;
  }
}
