package io.vnetflowroutes.bundle;

import io.vnetflowroutes.deliver.Leftovers;
import io.vnetflowroutes.deliver.Resumed;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.Cursor;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The cursor as routes use it: what goes before and after the delivery of a batch. */
public final class BatchCursor {

  private final Cursor cursor;
  private final Resumed resumed;
  private final Leftovers leftovers;
  private final Replacing replacing;

  /** Removes what was replaced in files by a batch. */
  interface Replacing {
    void remove(Batch batch) throws IOException;
  }

  BatchCursor(Cursor cursor, Resumed resumed, Leftovers leftovers, Replacing replacing) {
    this.cursor = cursor;
    this.resumed = resumed;
    this.leftovers = leftovers;
    this.replacing = replacing;
  }

  /** Writes a batch down before it is delivered, and clears the way for one that was so before. */
  public void plan(ListedBlob blob, Batch batch) throws IOException {
    Optional<Instant> since = cursor.plan(blob, batch);
    if (since.isPresent()) {
      resumed.add(batch);
      leftovers.remove(batch, since.get());
    }
  }

  /** Moves the cursor behind a batch that every destination has acknowledged. */
  public void commit(ListedBlob blob, Batch batch) throws IOException {
    replacing.remove(batch);
    cursor.commit(blob, batch);
    resumed.remove(batch);
  }
}
