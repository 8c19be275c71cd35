package io.vnetflowroutes.trial;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the output for a file, batch by batch and destination by destination. Routes call it on
 * several threads.
 */
public final class Trial {

  private final int mostShown;
  private final Map<String, Received> received = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private long records;
  private long allowed;
  private long denied;
  private long incompleteBytes;

  /**
   * @param mostShown how many flows of each destination are kept to be shown
   */
  public Trial(int mostShown) {
    this.mostShown = mostShown;
  }

  /** Counts a batch that goes into the routes. */
  public void batch(Batch batch) {
    records += batch.records();
    allowed += batch.allowed().size();
    denied += batch.denied().size();
    for (Unreadable letter : batch.unreadable()) {
      reasons.merge(letter.reason(), 1, Integer::sum);
      if (unreadable.size() < mostShown) {
        unreadable.add(letter);
      }
    }
  }

  /** Notes that the file ends inside a record. */
  public void incomplete(long bytes) {
    incompleteBytes = bytes;
  }

  /**
   * Takes a message that an endpoint would get.
   *
   * @param name the destination's name, or else the endpoint
   * @param address its target
   * @param about what goes with it
   * @param texts the texts in it
   * @param flows how many flows it holds
   * @param bytes how many bytes it has
   */
  public synchronized void received(
      String name, String address, String about, List<String> texts, long flows, long bytes) {
    received
        .computeIfAbsent(name, first -> new Received(address, mostShown))
        .add(about, texts, flows, bytes);
  }

  /** What each destination would get, by its name. */
  public synchronized Map<String, Received> received() {
    return new TreeMap<>(received);
  }

  /** How many dead letters there would be for each reason. */
  public Map<String, Integer> reasons() {
    return new TreeMap<>(reasons);
  }

  /** The first dead letters. */
  public List<Unreadable> unreadable() {
    return List.copyOf(unreadable);
  }

  public long records() {
    return records;
  }

  public long allowed() {
    return allowed;
  }

  public long denied() {
    return denied;
  }

  /** How many bytes at the file's end belong to a record that is not whole. */
  public long incompleteBytes() {
    return incompleteBytes;
  }

  /** Whether every record was read, and there is at least one flow. */
  public boolean clean() {
    return reasons.isEmpty() && incompleteBytes == 0 && allowed + denied > 0;
  }
}
