package io.vnetflowroutes.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Proves what is committed of a partition, and when its records are tried again. */
final class PartitionQueueTest {
  private static final TopicPartition PARTITION = new TopicPartition("batches", 3);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final PartitionQueue queue = new PartitionQueue(PARTITION, null);

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>("batches", 3, offset, new byte[0], new byte[10]);
  }

  private void deliver(long now) {
    assertThat(queue.next(true, now)).isPresent();
    queue.delivered("batch", now);
  }

  @Test
  void whatIsDeliveredIsCommittedInOrderThoughMoreWaits() {
    queue.add(List.of(record(5), record(7), record(9)));
    assertThat(queue.claim(0)).isTrue();
    assertThat(queue.toCommit(OptionalLong.of(12))).isEmpty();
    deliver(0);
    assertThat(queue.toCommit(OptionalLong.of(12))).hasValue(6);
    assertThat(queue.committed(6)).containsExactly("batch");
    assertThat(queue.toCommit(OptionalLong.of(12))).isEmpty();
    deliver(0);
    deliver(0);
    assertThat(queue.toCommit(OptionalLong.of(12))).as("behind the marks, too").hasValue(12);
    assertThat(queue.committed(12)).hasSize(2);
    assertThat(queue.toCommit(OptionalLong.of(12))).isEmpty();
  }

  @Test
  void whatWasDeliveredDuringACommitIsDoneWithByTheNextOne() {
    queue.add(List.of(record(1), record(2)));
    deliver(0);
    assertThat(queue.toCommit(OptionalLong.empty())).hasValue(2);
    deliver(0);
    assertThat(queue.committed(2)).isEmpty();
    assertThat(queue.toCommit(OptionalLong.empty())).hasValue(3);
    assertThat(queue.committed(3)).hasSize(2);
  }

  @Test
  void oneThatFailsIsTriedAgainAfterPausesThatDouble() {
    queue.add(List.of(record(1), record(2)));
    long now = 0;
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      assertThat(queue.claim(now)).isTrue();
      assertThat(queue.next(true, now)).get().extracting(ConsumerRecord::offset).isEqualTo(1L);
      assertThat(queue.failed(now)).hasSeconds(seconds);
      assertThat(queue.next(true, now)).as("the deliverer ends").isEmpty();
      assertThat(queue.claim(now + seconds * SECOND - 1)).isFalse();
      now += seconds * SECOND;
    }
    assertThat(queue.age(now)).as("since its first attempt").isEqualTo(Duration.ofNanos(now));
    assertThat(queue.isFailing()).isTrue();
    assertThat(queue.toCommit(OptionalLong.of(9))).isEmpty();
    assertThat(queue.claim(now)).isTrue();
    deliver(now);
    assertThat(queue.isFailing()).isFalse();
    assertThat(queue.age(now)).isZero();
  }

  @Test
  void nothingBehindWhatIsDeliveredIsCommittedOfAPartitionThatIsGivenUp() {
    queue.add(List.of(record(1), record(2)));
    deliver(0);
    queue.giveUp();
    assertThat(queue.toCommit(OptionalLong.of(3))).hasValue(2);
    assertThat(queue.next(true, 0)).isEmpty();
    assertThat(queue.claim(0)).isFalse();
  }

  @Test
  void aDeliveryThatEndsBehindTheHandoverIsNotCommitted() {
    queue.add(List.of(record(1)));
    assertThat(queue.next(true, 0)).isPresent();
    queue.giveUp();
    assertThat(queue.isInHand()).isTrue();
    queue.delivered("batch", 0);
    assertThat(queue.toCommit(OptionalLong.of(2))).isEmpty();
  }

  @Test
  void aDeliveryThatEndsBeforeTheHandoverIsCommittedAndNothingIsBegun() {
    queue.add(List.of(record(1), record(2)));
    assertThat(queue.claim(0)).isTrue();
    assertThat(queue.next(true, 0)).isPresent();
    queue.leave();
    queue.delivered("batch", 0);
    assertThat(queue.next(true, 0)).isEmpty();
    assertThat(queue.claim(0)).isFalse();
    assertThat(queue.toCommit(OptionalLong.of(3))).hasValue(2);
    assertThat(queue.committed(2)).containsExactly("batch");
  }

  @Test
  void aPartitionThatComesAndGoesTwiceWaitsForWhatIsStillInHand() {
    Assignment assignment = new Assignment();
    List<TopicPartition> partitions = List.of(PARTITION);
    assignment.given(partitions);
    PartitionQueue first = assignment.of(PARTITION).orElseThrow();
    first.add(List.of(record(1)));
    assertThat(assignment.claimed(0)).containsExactly(first);
    assertThat(first.next(true, 0)).isPresent();
    for (int times = 0; times < 2; times++) {
      assignment.lost(partitions);
      assignment.given(partitions);
      assignment.of(PARTITION).orElseThrow().add(List.of(record(1)));
      assertThat(assignment.claimed(0)).isEmpty();
    }
    first.delivered("batch", 0);
    assertThat(assignment.claimed(0)).hasSize(1);
    assertThat(first.toCommit(OptionalLong.of(2))).as("it is another's").isEmpty();
  }

  @Test
  void aPartitionThatComesBackWaitsForWhatIsStillInHand() {
    queue.add(List.of(record(1)));
    assertThat(queue.next(true, 0)).isPresent();
    queue.giveUp();
    PartitionQueue back = new PartitionQueue(PARTITION, queue);
    back.add(List.of(record(1)));
    assertThat(back.claim(0)).isFalse();
    queue.delivered("batch", 0);
    assertThat(back.claim(0)).isTrue();
  }

  @Test
  void nothingIsBegunWhileCommitsAreLateOrTheProgramStops() {
    queue.add(List.of(record(1)));
    assertThat(queue.claim(0)).isTrue();
    assertThat(queue.next(false, 0)).isEmpty();
    assertThat(queue.isWorking()).isFalse();
    assertThat(queue.claim(0)).isTrue();
    deliver(0);
    assertThat(queue.uncommitted(6 * SECOND)).hasSeconds(6);
    queue.committed(2);
    assertThat(queue.uncommitted(6 * SECOND)).isZero();
  }

  @Test
  void bytesAreThoseThatWait() {
    queue.add(
        List.of(
            new ConsumerRecord<>(
                "batches",
                3,
                1,
                0,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                0,
                10,
                null,
                new byte[10],
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty())));
    assertThat(queue.bytes()).isEqualTo(10);
    deliver(0);
    assertThat(queue.bytes()).isZero();
    assertThat(queue.isEmpty()).isTrue();
  }
}
