package io.vnetflowroutes.connect;

import io.vnetflowroutes.flow.Batch;
import java.util.concurrent.atomic.LongAdder;

/** What a task did since it was started. Any thread may call it. */
final class TaskCounts {

  private final LongAdder blobs = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder flows = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();

  void blob() {
    blobs.increment();
  }

  void batch(Batch batch, int letters) {
    deadLetters.add(letters);
    bytes.add(batch.to() - batch.from());
    flows.add(batch.flows());
    unreadable.add(batch.unreadable().size());
  }

  long blobs() {
    return blobs.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long flows() {
    return flows.sum();
  }

  long unreadable() {
    return unreadable.sum();
  }

  long deadLetters() {
    return deadLetters.sum();
  }
}
