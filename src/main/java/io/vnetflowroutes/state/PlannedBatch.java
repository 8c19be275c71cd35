package io.vnetflowroutes.state;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.source.ListedBlob;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of a batch that was in hand before.
 *
 * @param since when it was first planned; the epoch if an older version of the program did it
 * @param holds how many flows of each decision it held, and how much could not be read; empty if an
 *     older version planned it
 */
record PlannedBatch(Optional<Instant> since, String holds) {

  private static final PlannedBatch NONE = new PlannedBatch(Optional.empty(), "none");

  /** The batch as it was planned before. */
  static PlannedBatch find(Statements statements, ListedBlob blob, Batch batch)
      throws SQLException {
    return statements.query(
        "SELECT planned_at, holds FROM blob"
            + " WHERE source = ? AND name = ? AND planned = ? AND position = ?",
        row ->
            row.next()
                ? new PlannedBatch(
                    Optional.of(Instant.ofEpochMilli(row.getLong(1))), row.getString(2))
                : NONE,
        blob.source(),
        blob.name(),
        batch.to(),
        batch.from());
  }

  /** A text that differs if other flows were read at the batch's place. */
  static String holds(Batch batch) {
    return batch.allowed().size() + "/" + batch.denied().size() + "/" + batch.unreadable().size();
  }

  /**
   * Whether the batch holds as many flows of each decision as it did when it was planned, as far as
   * is known.
   */
  boolean holdsAsMuchAs(Batch batch) {
    return holds.isEmpty() || holds.equals(holds(batch));
  }
}
