package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Counts what was read and delivered since the start.
 *
 * <p>Any thread may count and read.
 */
public final class Counters {

  private final Consumer<Batch> also;
  private final LongAdder blobs = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder allowed = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final Tally unreadable = new Tally();
  private final AtomicReference<Unreadable> firstUnreadable = new AtomicReference<>();
  private final Tally delivered = new Tally();
  private final LongAdder refusedMessages = new LongAdder();
  private final Tally refused = new Tally();
  private final Tally leftAlone = new Tally();
  private final Tally failures = new Tally();
  private final Tally retries = new Tally();
  private final Map<String, Tally> leftOut = new ConcurrentSkipListMap<>();

  public Counters() {
    this(batch -> {});
  }

  /**
   * @param also is called for each batch that all destinations have
   */
  public Counters(Consumer<Batch> also) {
    this.also = also;
  }

  /** Counts a blob that was read to its end. */
  public void blob() {
    blobs.increment();
  }

  /** Counts a batch that all destinations have. */
  public void batch(Batch batch) {
    batches.increment();
    bytes.add(batch.to() - batch.from());
    records.add(batch.records());
    allowed.add(batch.allowed().size());
    denied.add(batch.denied().size());
    batch.unreadable().stream().map(Unreadable::kind).forEach(kind -> unreadable.add(kind, 1));
    if (!batch.unreadable().isEmpty()) {
      firstUnreadable.compareAndSet(null, batch.unreadable().get(0));
    }
    also.accept(batch);
  }

  /** The first unreadable record since the last call; empty for none. */
  public Optional<Unreadable> firstUnreadable() {
    return Optional.ofNullable(firstUnreadable.getAndSet(null));
  }

  /**
   * Counts an attempt to send a message to a destination.
   *
   * @param outcome its outcome, in the word of the routes
   * @param taken how many flows the destination acknowledged
   * @param again whether an attempt to send the same message had failed before
   */
  public void attempted(String destination, String outcome, int taken, boolean again) {
    delivered.add(destination, taken);
    if (!outcome.equals("delivered")) {
      failures.add(destination, 1);
    }
    if (again) {
      retries.add(destination, 1);
    }
  }

  /** Counts a message that a destination permanently refused, and its flows. */
  public void refused(String destination, int flows) {
    refusedMessages.increment();
    refused.add(destination, flows);
  }

  /**
   * Counts flows that were not written because a file with other content exists. Their message is
   * then counted as delivered, with no flow.
   */
  public void leftAlone(String destination, int flows) {
    leftAlone.add(destination, flows);
    delivered.add(destination, -flows);
  }

  /** Counts flows that a filter left out, by the destination or route and by the reason. */
  public void leftOut(String where, String reason, int flows) {
    leftOut.computeIfAbsent(where, name -> new Tally()).add(reason, flows);
  }

  private Map<String, Map<String, Long>> leftOut() {
    Map<String, Map<String, Long>> byPlace = new TreeMap<>();
    leftOut.forEach((where, reasons) -> byPlace.put(where, reasons.sums()));
    return byPlace;
  }

  /** The counts so far. */
  public Counts counts() {
    return new Counts(
        blobs.sum(),
        bytes.sum(),
        records.sum(),
        batches.sum(),
        allowed.sum(),
        denied.sum(),
        unreadable.sums(),
        refusedMessages.sum(),
        delivered.sums(),
        refused.sums(),
        leftAlone.sums(),
        failures.sums(),
        retries.sums(),
        leftOut());
  }
}
