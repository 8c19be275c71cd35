package io.vnetflowroutes.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by a word, such as the name of a destination.
 *
 * <p>Any thread may count and read.
 */
final class Tally {

  private final Map<String, LongAdder> adders = new ConcurrentHashMap<>();

  void add(String word, long count) {
    adders.computeIfAbsent(word, first -> new LongAdder()).add(count);
  }

  /** The count of each word. */
  Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((word, adder) -> sums.put(word, adder.sum()));
    return sums;
  }
}
