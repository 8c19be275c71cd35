package io.vnetflowroutes.state;

import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.source.ListedBlob;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The ends of a blob's batches as they were delivered, so that another reading cuts the blob in the
 * same way: its batches, files and messages then have the same names.
 *
 * <p>Any thread may call it.
 */
public final class BatchEnds {

  private final StateDatabase database;

  public BatchEnds(StateDatabase database) {
    this.database = database;
  }

  /** How a blob was read. */
  public EarlierReading of(ListedBlob blob) {
    return database.read(
        statements ->
            statements.query(
                "SELECT ends, planned, edition FROM blob WHERE source = ? AND name = ? AND created = ?"
                    + " AND position <= ? AND planned <= ?",
                row ->
                    row.next()
                        ? new EarlierReading(ends(row.getString(1), row.getLong(2)), row.getInt(3))
                        : EarlierReading.NONE,
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
