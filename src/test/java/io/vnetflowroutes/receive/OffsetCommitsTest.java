package io.vnetflowroutes.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Proves what a commit does where the group has no offset yet. */
class OffsetCommitsTest {

  @Test
  void ofANewGroupThereIsNothingToCommitAndNothingToComplainOf() {
    TopicPartition partition = new TopicPartition("flowlogs.batches", 0);
    List<List<String>> done = new ArrayList<>();
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(OffsetResetStrategy.NONE)) {
      consumer.assign(List.of(partition));
      OffsetCommits commits = new OffsetCommits(consumer, done::add);
      commits.commit(List.of(new PartitionQueue(partition, null)));
      assertThat(commits.problem()).isEmpty();
    }
    assertThat(done).isEmpty();
  }
}
