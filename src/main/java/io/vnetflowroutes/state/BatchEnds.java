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

  /**
   * How a blob was read.
   *
   * @param ends where its batches ended, in bytes
   * @param edition how often it was written anew before
   */
  public record Reading(NavigableSet<Long> ends, int edition) {

    /** Of a blob that was not read, or written anew since. */
    public static final Reading NONE = new Reading(Collections.emptyNavigableSet(), 0);
  }

  /** How a blob was read. */
  public Reading of(ListedBlob blob) {
    return database.read(
        statements ->
            statements.query(
                "SELECT ends, planned, edition FROM blob WHERE source = ? AND name = ? AND created = ?"
                    + " AND position <= ? AND planned <= ?",
                row ->
                    row.next()
                        ? new Reading(ends(row.getString(1), row.getLong(2)), row.getInt(3))
                        : Reading.NONE,
                blob.source(),
                blob.name(),
                blob.created(),
                blob.length(),
                blob.length()));
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
