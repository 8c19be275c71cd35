package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.SpoolFolder.Kept;
import io.vnetflowroutes.disk.DiskProblem;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The messages that wait in a spool, in their order. Not safe for threads. */
final class SpoolQueue {

  private final TreeMap<String, Kept> waiting = new TreeMap<>();
  private final Map<String, TreeSet<String>> places = new HashMap<>();
  private long bytes;

  void add(Kept message) {
    waiting.put(message.place(), message);
    places.computeIfAbsent(message.key(), key -> new TreeSet<>()).add(message.place());
    bytes += message.size();
  }

  void remove(Kept message) {
    waiting.remove(message.place());
    TreeSet<String> ofKey = places.get(message.key());
    ofKey.remove(message.place());
    if (ofKey.isEmpty()) {
      places.remove(message.key());
    }
    bytes -= message.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /** How many bytes they take on disk. */
  long bytes() {
    return bytes;
  }

  /** The oldest message; {@code null} where none waits. */
  Kept oldest() {
    return waiting.isEmpty() ? null : waiting.firstEntry().getValue();
  }

  /** The key of each message. */
  Set<String> keys() {
    return Set.copyOf(places.keySet());
  }

  Collection<Kept> all() {
    return waiting.values();
  }

  /**
   * Whether a message waits already, or what an attempt has left of it. The key alone does not
   * tell: a blob that was written anew may give it to other flows.
   *
   * @throws IOException if the disk does not let its files be read
   */
  boolean has(Delivery delivery) throws IOException {
    for (String place : places.getOrDefault(delivery.key(), new TreeSet<>())) {
      try {
        if (delivery.holds(SpoolFolder.read(waiting.get(place)))) {
          return true;
        }
      } catch (IOException e) {
        // A damaged file is dealt with when its turn comes, and counts for nothing.
        if (DiskProblem.is(e)) {
          throw e;
        }
      }
    }
    return false;
  }
}
