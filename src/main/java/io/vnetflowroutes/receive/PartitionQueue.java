package io.vnetflowroutes.receive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition that this process has taken and not yet given back: those that wait,
 * the one in hand, and how far they are delivered. They are delivered in their order, one at a
 * time. One that fails is tried again after a pause that doubles up to a minute, and holds up its
 * own partition only.
 *
 * <p>The thread of the loop adds and commits; one deliverer at a time takes and delivers.
 */
final class PartitionQueue {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final TopicPartition partition;

  /** The earlier queue of the same partition, while a record of it is in hand. */
  private PartitionQueue before;

  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final List<String> delivered = new ArrayList<>();
  private ConsumerRecord<byte[], byte[]> inHand;
  private long bytes;
  private boolean working;
  private boolean leaving;
  private boolean givenUp;
  private int failures;
  private long pausedUntil;
  private long begun;

  /** The offset after the delivered records, if it is not committed; otherwise -1. */
  private long open = -1;

  private long openSince;
  private long committed = -1;

  /**
   * @param before the earlier queue of the same partition; {@code null} for none
   */
  PartitionQueue(TopicPartition partition, PartitionQueue before) {
    this.partition = partition;
    this.before = before;
  }

  TopicPartition partition() {
    return partition;
  }

  synchronized void add(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> each : records) {
      waiting.add(each);
      bytes += size(each);
    }
  }

  private static int size(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, record.serializedValueSize());
  }

  /** Whether a deliverer must begin; if so, it counts as working from now on. */
  synchronized boolean claim(long now) {
    if (working || leaving || waiting.isEmpty() || isPaused(now) || isBegun()) {
      return false;
    }
    before = null;
    working = true;
    return true;
  }

  private boolean isPaused(long now) {
    return failures > 0 && now - pausedUntil < 0;
  }

  /** The next record to deliver; empty if there is none, and the deliverer's work ends. */
  synchronized Optional<ConsumerRecord<byte[], byte[]>> next(boolean mayBegin, long now) {
    if (!mayBegin || leaving || waiting.isEmpty() || isPaused(now)) {
      working = false;
      return Optional.empty();
    }
    inHand = waiting.peek();
    if (failures == 0) {
      begun = now;
    }
    return Optional.of(inHand);
  }

  /** Notes that the record in hand is delivered. */
  synchronized void delivered(String batch, long now) {
    inHand = null;
    failures = 0;
    if (givenUp) {
      return;
    }
    ConsumerRecord<byte[], byte[]> done = waiting.remove();
    bytes -= size(done);
    if (open < 0) {
      openSince = now;
    }
    open = done.offset() + 1;
    delivered.add(batch);
  }

  /** Notes that the record in hand failed; returns the pause before its next attempt. */
  synchronized Duration failed(long now) {
    inHand = null;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 6));
    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    failures++;
    pausedUntil = now + pause.toNanos();
    return pause;
  }

  /** Whether no record waits or is in hand. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty() && inHand == null;
  }

  synchronized boolean isInHand() {
    return inHand != null;
  }

  /**
   * Whether a record of the partition is in hand: of this queue, or of one that this process had
   * before. A partition may come and go several times during one slow delivery.
   */
  synchronized boolean isBegun() {
    return inHand != null || (before != null && before.isBegun());
  }

  /** Whether a deliverer works through the records. */
  synchronized boolean isWorking() {
    return working;
  }

  /** Whether the first record failed and waits for its next attempt. */
  synchronized boolean isFailing() {
    return failures > 0;
  }

  /** How often the first record has failed. */
  synchronized int failures() {
    return failures;
  }

  /** The number of records that wait, including the one in hand. */
  synchronized int size() {
    return waiting.size();
  }

  /** How many bytes they hold. */
  synchronized long bytes() {
    return bytes;
  }

  /** How long the first record has been in hand, including pauses between attempts. */
  synchronized Duration age(long now) {
    return inHand == null && failures == 0 ? Duration.ZERO : Duration.ofNanos(now - begun);
  }

  /** How long a delivered record has not been committed. */
  synchronized Duration uncommitted(long now) {
    return open < 0 ? Duration.ZERO : Duration.ofNanos(now - openSince);
  }

  /**
   * The offset to commit; empty if it is committed.
   *
   * @param position the consumer's position after all records; it is also after the markers of
   *     transactions, which are not records
   */
  synchronized OptionalLong toCommit(OptionalLong position) {
    boolean behindAll = !givenUp && isEmpty() && position.isPresent();
    if (behindAll && position.getAsLong() > Math.max(open, committed)) {
      return position;
    }
    return open < 0 ? OptionalLong.empty() : OptionalLong.of(open);
  }

  /** Notes a committed offset, and returns the batches before it. */
  synchronized List<String> committed(long offset) {
    committed = offset;
    if (open > offset) {
      return List.of(); // More was delivered meanwhile; its commit returns those batches.
    }
    open = -1;
    List<String> done = List.copyOf(delivered);
    delivered.clear();
    return done;
  }

  /** The partition is about to leave: no new delivery begins, and the one in hand counts. */
  synchronized void leave() {
    leaving = true;
  }

  /**
   * The partition has left: the queue drops waiting records, and the delivery in hand ends by
   * itself.
   */
  synchronized void giveUp() {
    leaving = true;
    givenUp = true;
    waiting.clear();
    bytes = 0;
  }
}
