package io.vnetflowroutes.connect;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.read.ReadLoop;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes what the threads of a task have read, as flows or as batches, and puts it in line. Any of
 * them may call it.
 */
final class TaskDelivery implements ReadLoop.Delivery {

  /** What a record takes beside its value, about. */
  private static final int RECORD_BYTES = 150;

  /** What a value with a schema takes, about. */
  private static final int STRUCT_BYTES = 1500;

  private final FlowRecords flows;

  /** {@code null} if flows are sent. */
  private final BatchRecords batches;

  private final DeadLetterRecords letters;

  private final OffsetProgress progress;
  private final TaskCounts counts;
  private final Map<String, KeptStream> open = new ConcurrentHashMap<>();

  TaskDelivery(
      FlowRecords flows,
      BatchRecords batches,
      DeadLetterRecords letters,
      OffsetProgress progress,
      TaskCounts counts) {
    this.flows = flows;
    this.batches = batches;
    this.letters = letters;
    this.progress = progress;
    this.counts = counts;
  }

  @Override
  public InputStream opened(DueBlob blob, InputStream in) {
    if (batches == null) {
      return in;
    }
    KeptStream kept = new KeptStream(in, blob.readFrom(), () -> open.remove(blob.listed().name()));
    open.put(blob.listed().name(), kept);
    return kept;
  }

  @Override
  public void deliver(DueBlob blob, Batch batch) throws InterruptedException {
    List<Outgoing> records = batches == null ? flows.of(batch) : batch(blob, batch);
    long bytes = 0;
    for (Outgoing record : records) {
      bytes +=
          RECORD_BYTES + (record.value() instanceof byte[] value ? value.length : STRUCT_BYTES);
    }
    int deadLetters = letters.count(records);
    progress.inHand(blob.listed(), records, bytes, deadLetters);
    counts.batch(batch, deadLetters);
  }

  private List<Outgoing> batch(DueBlob blob, Batch batch) {
    byte[] bytes = open.get(blob.listed().name()).take(batch.from(), batch.to());
    return batches.of(batch, blob.progress().edition(), bytes);
  }
}
