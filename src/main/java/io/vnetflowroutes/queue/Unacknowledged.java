package io.vnetflowroutes.queue;

import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.SegmentLog.Appended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was put into a queue, and is not yet noted on disk as acknowledged: few messages at a time.
 * If the program dies, they come again. Not safe for threads.
 */
final class Unacknowledged {

  private final TreeMap<Place, String> keys = new TreeMap<>();
  private final Map<String, List<Appended>> messages = new HashMap<>();

  void add(String key, Appended message) {
    keys.put(message.entry().place(), key);
    messages.computeIfAbsent(key, each -> new ArrayList<>(1)).add(message);
  }

  /** The messages of a name. */
  List<Appended> of(String key) {
    return messages.getOrDefault(key, List.of());
  }

  /** Where the first of them stands. */
  Optional<Place> first() {
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.firstKey());
  }

  void remove(String key) {
    List<Appended> removed = messages.remove(key);
    if (removed != null) {
      removed.forEach(message -> keys.remove(message.entry().place()));
    }
  }

  /** Removes what is of a batch. */
  void removeAll(String batch) {
    IdRange range = IdRange.of(batch);
    messages.keySet().stream().filter(range::contains).toList().forEach(this::remove);
  }

  /** Removes what stands in front of a place: it is done with. */
  void removeBefore(Place place) {
    while (!keys.isEmpty() && keys.firstKey().isBefore(place)) {
      Map.Entry<Place, String> first = keys.firstEntry();
      messages.get(first.getValue()).stream()
          .filter(message -> message.entry().place().equals(first.getKey()))
          .findFirst()
          .ifPresent(message -> remove(first.getValue(), message));
    }
  }

  void remove(String key, Appended message) {
    keys.remove(message.entry().place());
    messages.computeIfPresent(
        key,
        (same, all) -> {
          all.remove(message);
          return all.isEmpty() ? null : all;
        });
  }
}
