package io.vnetflowroutes.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Commits the group's offsets after delivered records. If a commit is refused, because the broker
 * is away or the group is rebalancing, the next turn makes it.
 *
 * <p>The thread of the loop commits; any thread may ask whether commits are late.
 */
final class OffsetCommits {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The longest time without a commit: after it, many delivered records would come again. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Consumer<List<String>> done;
  private volatile boolean late;
  private String problem;

  /**
   * @param done receives the batches that are before the group's offset
   */
  OffsetCommits(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Consumer<List<String>> done) {
    this.consumer = consumer;
    this.done = done;
  }

  /** Commits the delivered records of partitions. */
  void commit(Collection<PartitionQueue> queues) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionQueue queue : queues) {
      queue
          .toCommit(position(queue.partition()))
          .ifPresent(offset -> offsets.put(queue.partition(), new OffsetAndMetadata(offset)));
    }
    if (!offsets.isEmpty() && committed(offsets)) {
      List<String> batches = new ArrayList<>();
      for (PartitionQueue queue : queues) {
        OffsetAndMetadata offset = offsets.get(queue.partition());
        if (offset != null) {
          batches.addAll(queue.committed(offset.offset()));
        }
      }
      if (!batches.isEmpty()) {
        done.accept(batches);
      }
    }
    long now = System.nanoTime();
    late = queues.stream().anyMatch(queue -> queue.uncommitted(now).compareTo(LATE) > 0);
  }

  private boolean committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, PATIENCE);
      problem = null;
      return true;
    } catch (RebalanceInProgressException | CommitFailedException e) {
      return false;
    } catch (TimeoutException e) {
      problem = "The group's offset cannot be committed within 5 s; look after the brokers";
      return false;
    } catch (RetriableException e) {
      return false;
    }
  }

  /** The consumer's position; empty if it has none yet. */
  private OptionalLong position(TopicPartition partition) {
    try {
      return consumer.assignment().contains(partition)
          ? OptionalLong.of(consumer.position(partition, Duration.ZERO))
          : OptionalLong.empty();
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    } catch (NoOffsetForPartitionException e) {
      return OptionalLong
          .empty(); // The group is new; the next poll begins at the start of the topic.
    }
  }

  /** Whether commits are so late that no new delivery must begin. */
  boolean areLate() {
    return late;
  }

  /** Why offsets are not committed; empty if they are. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
