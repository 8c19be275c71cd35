package io.vnetflowroutes.observe;

import io.vnetflowroutes.flow.Batch;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was read and what each destination acknowledged, since the start. */
public final class Counters {

  private final LongAdder blobs = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder allowed = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final Map<String, LongAdder> delivered = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> refused = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, LongAdder>> leftOut = new ConcurrentSkipListMap<>();

  /** Counts a blob that was read to its end. */
  public void blob() {
    blobs.increment();
  }

  /** Counts a batch that is delivered everywhere. */
  public void batch(Batch batch) {
    bytes.add(batch.to() - batch.from());
    records.add(batch.records());
    allowed.add(batch.allowed().size());
    denied.add(batch.denied().size());
    deadLetters.add(batch.unreadable().size());
  }

  /** Counts flows that a destination acknowledged. */
  public void delivered(String destination, int flows) {
    delivered.computeIfAbsent(destination, name -> new LongAdder()).add(flows);
  }

  /** Counts flows that a destination refused for good. */
  public void refused(String destination, int flows) {
    refused.computeIfAbsent(destination, name -> new LongAdder()).add(flows);
  }

  /** Counts flows that a filter left out, by the destination or route and by the reason. */
  public void leftOut(String where, String reason, int flows) {
    leftOut
        .computeIfAbsent(where, name -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(reason, word -> new LongAdder())
        .add(flows);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((name, adder) -> sums.put(name, adder.sum()));
    return sums;
  }

  private Map<String, Map<String, Long>> leftOut() {
    Map<String, Map<String, Long>> byPlace = new TreeMap<>();
    leftOut.forEach((where, reasons) -> byPlace.put(where, sums(reasons)));
    return byPlace;
  }

  /** The counts so far. */
  public Counts counts() {
    return new Counts(
        blobs.sum(),
        bytes.sum(),
        records.sum(),
        allowed.sum(),
        denied.sum(),
        deadLetters.sum(),
        sums(delivered),
        sums(refused),
        leftOut());
  }
}
