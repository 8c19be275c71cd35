package io.vnetflowroutes.page;

import java.util.List;

/**
 * The most frequent values, according to a sketch.
 *
 * @param total how many were counted in all
 * @param tooHigh by how much the count of an entry can be too high, and what is not among the
 *     entries can have come more often than they; 0 where the counts are exact
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
   * @param flows how many flows of it there were, at most
   */
  public record Entry(String what, long flows) {}
}
