package io.vnetflowroutes.receive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Checks that brokers answer and the topic exists: the consumer does not report it, because it
 * retries by itself. Only the thread of the loop calls it.
 */
final class Connection {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private long well = System.nanoTime();
  private Optional<String> said = Optional.empty();

  Connection(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Why no records come; empty if there is no problem, or for less than ten seconds. */
  Optional<String> problem() {
    long now = System.nanoTime();
    boolean connected = connections() > 0;
    if (connected && !consumer.assignment().isEmpty()) {
      well = now;
      said = Optional.empty();
    } else if (now - well > PATIENCE.toNanos()) {
      well = now; // Checks again after the same time.
      said = connected ? missing() : Optional.of("No broker of Kafka answers");
    }
    return said;
  }

  private double connections() {
    for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals("connection-count")
          && metric.getKey().group().equals("consumer-metrics")) {
        return (double) metric.getValue().metricValue();
      }
    }
    return 1;
  }

  private Optional<String> missing() {
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic, Duration.ofSeconds(2));
      return partitions == null || partitions.isEmpty()
          ? Optional.of("There is no topic '" + topic + "'; create it, or correct its name")
          : Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("No broker of Kafka answers");
    }
  }
}
