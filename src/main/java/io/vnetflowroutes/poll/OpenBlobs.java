package io.vnetflowroutes.poll;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The blobs of a flow log that were not read to their end, with their hours. A blob that ends
 * inside a record is one of them. Any thread may call any method.
 */
final class OpenBlobs {

  private final Map<String, Instant> hours = new ConcurrentSkipListMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();

  /** Notes that a blob has more to read. */
  void toRead(String blob, Instant hour) {
    cut.remove(blob);
    hours.put(blob, hour);
  }

  /** Notes that a blob ends inside a record. */
  void endsInside(String blob, Instant hour) {
    cut.add(blob);
    hours.put(blob, hour);
  }

  /** Notes that a blob was read to its end, or no longer exists; returns whether it was open. */
  boolean close(String blob) {
    cut.remove(blob);
    return hours.remove(blob) != null;
  }

  /** The hour of each. */
  Map<String, Instant> hours() {
    return Collections.unmodifiableMap(hours);
  }

  /** The hours before one that hold any. */
  NavigableSet<Instant> hoursBefore(Instant hour) {
    NavigableSet<Instant> before = new TreeSet<>(hours.values());
    return before.headSet(hour, false);
  }

  /** Whether an hour holds any. */
  boolean in(Instant hour) {
    return hours.containsValue(hour);
  }

  int size() {
    return hours.size();
  }

  /** How many of them end inside a record. */
  int endInside() {
    return cut.size();
  }
}
