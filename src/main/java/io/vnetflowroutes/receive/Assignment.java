package io.vnetflowroutes.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that the group has given to this process. Only the thread of the loop calls it.
 */
final class Assignment {

  private final Map<TopicPartition, PartitionQueue> queues = new ConcurrentHashMap<>();

  /** Partitions that were given away with a record in hand; they may come back before its end. */
  private final Map<TopicPartition, PartitionQueue> leaving = new ConcurrentHashMap<>();

  private boolean joined;

  void given(Collection<TopicPartition> partitions) {
    joined = true;
    for (TopicPartition partition : partitions) {
      queues.put(partition, new PartitionQueue(partition, leaving.remove(partition)));
    }
  }

  /** Begins to give partitions away: no new delivery of them begins. */
  List<PartitionQueue> leaving(Collection<TopicPartition> partitions) {
    List<PartitionQueue> all = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      of(partition)
          .ifPresent(
              queue -> {
                queue.leave();
                all.add(queue);
              });
    }
    return all;
  }

  /** Notes that partitions no longer belong to this process. */
  void lost(Collection<TopicPartition> partitions) {
    leaving.values().removeIf(queue -> !queue.isBegun());
    for (TopicPartition partition : List.copyOf(partitions)) {
      PartitionQueue queue = queues.remove(partition);
      if (queue != null) {
        queue.giveUp();
        if (queue.isBegun()) {
          leaving.put(partition, queue);
        }
      }
    }
  }

  Set<TopicPartition> partitions() {
    return queues.keySet();
  }

  Optional<PartitionQueue> of(TopicPartition partition) {
    return Optional.ofNullable(queues.get(partition));
  }

  Collection<PartitionQueue> all() {
    return queues.values();
  }

  /** The partitions with which a deliverer must begin now. */
  List<PartitionQueue> claimed(long now) {
    return queues.values().stream().filter(queue -> queue.claim(now)).toList();
  }

  /** Whether a record is in the routes, or about to be. */
  boolean isBusy() {
    return queues.values().stream().anyMatch(queue -> !queue.isEmpty() && !queue.isFailing());
  }

  boolean isWorking() {
    return queues.values().stream().anyMatch(PartitionQueue::isWorking);
  }

  long bytes() {
    return queues.values().stream().mapToLong(PartitionQueue::bytes).sum();
  }

  /**
   * How it stands.
   *
   * @param behind how many records of its partitions are not fetched yet
   */
  ReceiveState state(long now, long behind, String problem) {
    int waiting = queues.values().stream().mapToInt(PartitionQueue::size).sum();
    return new ReceiveState(
        queues.size(),
        waiting,
        behind + waiting,
        (int) queues.values().stream().filter(PartitionQueue::isFailing).count(),
        queues.values().stream()
            .map(queue -> queue.age(now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO),
        problem,
        joined);
  }
}
