package io.vnetflowroutes.page;

import java.util.List;

/**
 * The most frequent values, according to a sketch.
 *
 * @param total the total count
 * @param tooHigh by how much the count of an entry can be too high, and that of a missing one can
 *     exceed the entries; 0 if the counts are exact
 * @param entries the most frequent first
 */
public record Ranking(long total, long tooHigh, List<Entry> entries) {

  public Ranking {
    entries = List.copyOf(entries);
  }

  /**
   * One of them.
   *
   * @param what it is, in words for people
   * @param flows the most flows that it had
   */
  public record Entry(String what, long flows) {}
}
