package io.vnetflowroutes.bench;

import com.azure.storage.blob.BlobContainerClient;
import io.vnetflowroutes.camel.Application;
import io.vnetflowroutes.it.Azurite;
import io.vnetflowroutes.it.GrowingBlob;
import io.vnetflowroutes.it.KafkaBroker;
import io.vnetflowroutes.it.Records;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Growing blobs, followed as they grow. */
final class MinutePart {

  private static final int FOLLOWED = 5_000;
  private static final int MINUTES = 6;
  private static final int FLOWS_A_MINUTE = 20;
  private static final int ARRIVALS = 15;

  private MinutePart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Minute mode")
            .text(
                """
                With `flowlogs.delay = 0` the program reads the blobs of the current hour as they grow. Goals:
                at most 1 % more bytes moved than written; 5,000 growing blobs on one core; from commit to
                Kafka in one poll interval plus less than a second.
                """);
    followed(work, page);
    arrivals(work, page);
    page.write();
  }

  /** Lets many blobs grow by a record a minute, and counts what following them costs. */
  private static void followed(Path work, Page page) throws Exception {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    try (StubAccount account =
        new StubAccount(Blobs.NAMES, hour, 1, FOLLOWED, minutes(1), Duration.ZERO)) {
      String settings =
          Pipe.settings(account.source(), "log:nowhere?level=OFF")
              + "flowlogs.delay = 0\nflowlogs.poll-interval = 1s\n";
      List<Double> processor = new ArrayList<>();
      List<Double> calls = new ArrayList<>();
      List<Double> moved = new ArrayList<>();
      try (Application bundle = Pipe.bundle(work, settings, Map.of("flowlogs.start", "1h"))) {
        bundle.start(false);
        bundle.polls().take();
        for (int minute = 2; minute <= MINUTES + 2; minute++) {
          byte[] before = minutes(minute - 1);
          byte[] now = minutes(minute);
          long lists = account.lists();
          long reads = account.reads();
          long bytes = account.readBytes();
          long start = processorNanos();
          account.grow(now);
          while (account.reads() < reads + FOLLOWED) {
            bundle.polls().take();
          }
          bundle.polls().take();
          if (minute > 2) {
            processor.add((processorNanos() - start) / 1e9);
            calls.add((double) account.lists() - lists);
            moved.add(
                100.0 * (account.readBytes() - bytes) / FOLLOWED / (now.length - before.length)
                    - 100);
          }
        }
      }
      page.table("5,000 blobs that grow by one record of 20 flows", "", "goal")
          .row(
              "processor seconds per minute of growth, including the stub's",
              Figure.of(processor).text(),
              "60, which is one core")
          .row(
              "list calls, of 5,000 names each, in the polls of that minute",
              Figure.of(calls).text(),
              "")
          .row(
              "bytes moved beyond those written, from the second growth of a blob on, %",
              Figure.of(moved).text(), "1")
          .end();
    }
  }

  private static byte[] minutes(int minutes) {
    return Blobs.minutes(minutes, FLOWS_A_MINUTE);
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** How long a record takes from its commit in Azurite to a consumer of Kafka. */
  private static void arrivals(Path work, Page page) throws Exception {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    Records records = new Records(Blobs.NAMES, Blobs.MAC, 5, 0.1);
    List<Double> seconds = new ArrayList<>();
    try (Azurite azurite = Azurite.start(Files.createDirectories(work.resolve("azurite")));
        KafkaBroker broker = KafkaBroker.start(Files.createDirectories(work.resolve("broker2")));
        KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
      BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
      GrowingBlob blob = new GrowingBlob(container, Blobs.NAMES.blob(hour, Blobs.MAC));
      blob.append(records.next(hour, 5));
      String settings =
          """
          flowlogs.source.azurite.connection-string = %s
          flowlogs.source.azurite.flow-log = *
          flowlogs.delay = 0
          flowlogs.poll-interval = 1s
          """
              .formatted(azurite.connectionString());
      String kafka = "kafka:flows?brokers=" + broker.bootstrapServers();
      try (Application bundle =
          Pipe.bundle(work, Pipe.settings(settings, kafka), Map.of("flowlogs.start", "1h"))) {
        bundle.start(false);
        awaitFlows(consumer, 5);
        for (int i = 1; i <= ARRIVALS; i++) {
          blob.append(records.next(hour.plusSeconds(60L * i), 5));
          long committed = System.nanoTime();
          awaitFlows(consumer, 5);
          seconds.add((System.nanoTime() - committed) / 1e9);
        }
      }
    }
    page.table(
            "from commit in Azurite to arrival at a consumer, poll interval 1 s", "seconds", "goal")
        .row(ARRIVALS + " records", Figure.of(seconds).text(), "2")
        .end();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaBroker broker) {
    broker.createTopic("flows", 1);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Set<TopicPartition> partition = Set.of(new TopicPartition("flows", 0));
    consumer.assign(partition);
    consumer.seekToBeginning(partition);
    return consumer;
  }

  private static void awaitFlows(KafkaConsumer<byte[], byte[]> consumer, int flows) {
    for (int left = flows; left > 0; ) {
      left -= consumer.poll(Duration.ofMillis(200)).count();
    }
  }
}
