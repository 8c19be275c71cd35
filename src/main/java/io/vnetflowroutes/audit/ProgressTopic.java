package io.vnetflowroutes.audit;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.LoginError;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the progress topic of a connector once, from its beginning to its end as it is now. */
final class ProgressTopic {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TURN = Duration.ofMillis(200);

  private ProgressTopic() {}

  /**
   * The evidence in the topic about the hours from one to another.
   *
   * @throws UserError if the topic cannot be read
   */
  static TopicEvidence read(Settings settings, String topic, Instant from, Instant to) {
    String brokers = ProgramKeys.RECEIVE_KAFKA.of("bootstrap.servers");
    Properties options = ReceiveSettings.reader(settings);
    if (options.getProperty("bootstrap.servers", "").isEmpty()) {
      throw new UserError(
          "%s is missing; --from-topic needs it, as in host:9092".formatted(brokers));
    }
    TopicEvidence evidence = new TopicEvidence(from, to);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      read(consumer, partitions, evidence);
    } catch (AuthenticationException e) {
      throw refused("The brokers refuse the credentials; check " + login(), e);
    } catch (AuthorizationException e) {
      throw refused("The topic '%s' may not be read; grant READ on it".formatted(topic), e);
    } catch (TimeoutException e) {
      throw refused("No broker of Kafka answers; check " + brokers, e);
    } catch (KafkaException e) {
      throw refused("The topic '%s' cannot be read".formatted(topic), e);
    }
    return evidence;
  }

  private static String login() {
    return ProgramKeys.RECEIVE_KAFKA.of("sasl.jaas.config");
  }

  private static UserError refused(String sentence, KafkaException e) {
    return new UserError(
        sentence + ": " + LoginError.sentence(e).orElseGet(() -> Causes.root(e).getMessage()), e);
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
    if (found == null || found.isEmpty()) {
      throw new UserError(
          "There is no topic '%s'; name the one that flowlogs.topic.progress of the connector names"
              .formatted(topic));
    }
    return found.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Reads what is committed; the end is before the first transaction that is open. */
  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      TopicEvidence evidence) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    List<TopicPartition> cut = new ArrayList<>();
    beginnings.forEach(
        (partition, offset) -> {
          if (offset > 0) {
            cut.add(partition);
          }
        });
    long answered = System.nanoTime();
    while (!partitions.stream()
        .allMatch(partition -> consumer.position(partition, PATIENCE) >= ends.get(partition))) {
      var records = consumer.poll(TURN);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (cut.remove(new TopicPartition(record.topic(), record.partition()))) {
          evidence.keptSince(Instant.ofEpochMilli(record.timestamp()));
        }
        BlobNote.of(record.value()).ifPresent(evidence::add);
      }
      if (!records.isEmpty()) {
        answered = System.nanoTime();
      } else if (System.nanoTime() - answered > PATIENCE.toNanos()) {
        throw new TimeoutException("nothing came for " + PATIENCE.toSeconds() + " seconds");
      }
    }
    if (!cut.isEmpty()) {
      // Kafka deleted all that the partition held.
      evidence.keptSince(Instant.now());
    }
  }
}
