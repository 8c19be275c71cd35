package io.vnetflowroutes.camel;

import io.vnetflowroutes.deliver.OrphanedFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.Cursor;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The cursor as routes use it: what goes before and after the delivery of a batch.
 *
 * <p>Deliverers call it for different batches at a time; those of one blob come one after the
 * other.
 */
public final class BatchCursor {

  private final Cursor cursor;
  private final ResumedBatches resumed;
  private final OrphanedFiles leftovers;
  private final Replacing replacing;
  private final Consumer<Batch> committed;

  /** The batches in hand of which this process has planned a delivery. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /** Removes files that a batch has replaced. */
  interface Replacing {
    void remove(Batch batch) throws IOException;
  }

  /**
   * @param committed is told of each batch that is committed
   */
  BatchCursor(
      Cursor cursor,
      ResumedBatches resumed,
      OrphanedFiles leftovers,
      Replacing replacing,
      Consumer<Batch> committed) {
    this.committed = committed;
    this.cursor = cursor;
    this.resumed = resumed;
    this.leftovers = leftovers;
    this.replacing = replacing;
  }

  /**
   * Records a batch before its delivery, and removes files that an earlier delivery of it left.
   *
   * <p>It removes only files of an earlier process. In this one the settings are the same, and a
   * file may be written although its acknowledgement is missing: it is not written again.
   */
  public void plan(ListedBlob blob, Batch batch) throws IOException {
    Optional<Instant> since = cursor.plan(blob, batch);
    if (since.isPresent()) {
      resumed.add(batch);
      if (!begun.contains(batch.id())) {
        leftovers.remove(batch, since.get());
      }
    }
    begun.add(batch.id());
  }

  /** Moves the cursor behind a batch that every destination has acknowledged. */
  public void commit(ListedBlob blob, Batch batch) throws IOException {
    replacing.remove(batch);
    cursor.commit(blob, batch);
    resumed.remove(batch);
    begun.remove(batch.id());
    committed.accept(batch);
  }
}
