package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic that holds blobs as batches, as the connector writes them: in transactions, some of which
 * are given up. The blobs lie in a directory besides, for a program that reads them itself.
 */
final class BatchTopic {

  static final String SOURCE = "prod";
  static final int BATCH_FLOWS = 4;
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  static final ParseLimits LIMITS = new ParseLimits(BATCH_FLOWS, 4 << 20, 64 << 20);
  static final RecordJson JSON = RecordJson.within(65_536, 100);
  private static final int TRANSACTION = 20;
  private static final int PATIENCE_SECONDS = 600;

  private final KafkaBroker kafka;
  private final String topic;
  private final Path directory;
  private final Instant hour = Archive.hoursAgo();
  private final List<String> records = new ArrayList<>();
  private final List<BatchRecord> batches = new ArrayList<>();
  private int nics;

  BatchTopic(KafkaBroker kafka, String topic, int partitions, Path directory) {
    this.kafka = kafka;
    this.topic = topic;
    this.directory = directory;
    kafka.createTopic(topic, partitions);
  }

  String name() {
    return topic;
  }

  /** Deletes all records that there are, as Kafka does when they are too old. */
  void delete() throws Exception {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      List<TopicPartition> partitions =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(topic)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      admin
          .deleteRecords(
              partitions.stream()
                  .collect(
                      Collectors.toMap(each -> each, each -> RecordsToDelete.beforeOffset(-1))))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Makes the blob of another network interface, with so many batches; returns them. */
  List<BatchRecord> blob(int count, double denied) {
    String mac = "%012X".formatted(0x000D3A000000L + ++nics);
    List<String> written =
        new Records(NAMES, mac, nics, denied).next(hour.plusSeconds(6), count, BATCH_FLOWS);
    records.addAll(written);
    String name = NAMES.blob(hour, mac);
    byte[] bytes = ("{\"records\":[" + String.join(",", written) + "]}").getBytes(UTF_8);
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<BatchRecord> cut = new ArrayList<>();
    Origin origin = new Origin(SOURCE, name, hour);
    Batches all = new Batches(origin, new ByteArrayInputStream(bytes), LIMITS, JSON);
    while (all.hasNext()) {
      Batch batch = all.next();
      byte[] part = Arrays.copyOfRange(bytes, (int) batch.from(), (int) batch.to());
      cut.add(BatchRecord.of(batch, "account/container", 0, part));
    }
    batches.addAll(cut);
    return cut;
  }

  /** All batches of all blobs, in the order of the blobs. */
  List<BatchRecord> batches() {
    return List.copyOf(batches);
  }

  /** The tuples of one decision of all blobs. */
  List<String> tuples(boolean denied) {
    return Flows.tuples(records, denied);
  }

  /** All tuples of all blobs. */
  List<String> tuples() {
    return records.stream().flatMap(record -> Records.tuples(record).stream()).toList();
  }

  private KafkaProducer<String, byte[]> producer() {
    Map<String, Object> properties = kafka.clientProperties();
    properties.put("transactional.id", "feeder");
    properties.put("compression.type", "lz4");
    properties.put("linger.ms", "5");
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Writes batches, in transactions; every fifth is given up first and then made again. */
  void write(List<BatchRecord> all) {
    int next = 0;
    int transactions = 0;
    while (next < all.size()) {
      // A quick begin behind a commit fails at times, as it does to the connector, which starts
      // anew.
      try (KafkaProducer<String, byte[]> producer = producer()) {
        producer.initTransactions();
        while (next < all.size()) {
          List<BatchRecord> some = all.subList(next, Math.min(next + TRANSACTION, all.size()));
          producer.beginTransaction();
          for (BatchRecord batch : some) {
            var unused = producer.send(record(batch)); // the commit waits for it
          }
          if (++transactions % 5 == 0) {
            producer.abortTransaction();
          } else {
            producer.commitTransaction();
            next += some.size();
          }
        }
      } catch (KafkaException e) {
        System.out.println("The feeder begins anew at " + next + ": " + e);
      }
    }
  }

  /** Writes a record that is no batch. */
  void write(String key, byte[] value, Map<String, String> headers) {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
      headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
      var unused = producer.send(record); // the commit waits for it
      producer.commitTransaction();
    }
  }

  private ProducerRecord<String, byte[]> record(BatchRecord batch) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, batch.key(), batch.bytes());
    batch.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  /** How many offsets of the topic a group has not committed, marks of transactions counted. */
  long lag(String group) {
    return lag(group, -1);
  }

  /** The same without one partition. */
  long lag(String group, int without) {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      Map<TopicPartition, OffsetSpec> partitions =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(topic)
              .partitions()
              .stream()
              .filter(partition -> partition.partition() != without)
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      var ends = admin.listOffsets(partitions).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      var committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ends.entrySet().stream()
          .mapToLong(
              end -> {
                var offset = committed.get(end.getKey());
                return end.getValue().offset() - (offset == null ? 0 : offset.offset());
              })
          .sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a program that receives the topic. */
  String received() {
    return """
        flowlogs.receive.topic = %s
        flowlogs.receive.kafka.bootstrap.servers = %s
        flowlogs.receive.kafka.session.timeout.ms = 6000
        flowlogs.receive.kafka.heartbeat.interval.ms = 1000
        """
        .formatted(topic, kafka.bootstrapServers());
  }

  /**
   * The settings of a program that reads the blobs itself, and cuts them as they are in the topic.
   */
  String read() {
    return """
        flowlogs.source.%s.directory = %s
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.batch-flows = %d
        """
        .formatted(SOURCE, directory, BATCH_FLOWS);
  }
}
