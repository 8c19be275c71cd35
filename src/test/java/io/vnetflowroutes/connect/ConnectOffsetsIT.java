package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.it.ConnectWorker;
import io.vnetflowroutes.it.KafkaBroker;
import io.vnetflowroutes.offsets.HourCodec;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.DirectoryContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real worker with 512 MB of heap runs four tasks on a flow log of 100,000 interfaces whose
 * offsets of 28 hours lie in the topic; each task and the connector keep a copy of all of them.
 */
final class ConnectOffsetsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "large";
  private static final String TOPIC = "large-offsets";
  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'y='yyyy'/m='MM'/d='dd'/h='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int INTERFACES = 100_000;
  private static final int SLICES = 64;
  private static final int HOURS = 28;

  @TempDir private Path dir;

  /** The hour that is to be read; those before it were. */
  private final Instant next =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);

  @Test
  void fourTasksGoOnWithTheOffsetsOfAHundredThousandInterfacesInASmallHeap() throws Exception {
    Path blobs = Files.createDirectory(dir.resolve("blobs"));
    try (KafkaBroker kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")))) {
      kafka.createTopic(TOPIC, 1, Map.of("cleanup.policy", "compact"));
      for (String topic : List.of("allow", "deny", "dead-letter", "progress")) {
        kafka.createTopic("flowlogs." + topic, 1);
      }
      long bytes =
          keep(kafka, new DirectoryContainer(NAME, blobs).place().toString(), new Random(4));
      for (int nic = 0; nic < SLICES; nic++) {
        Path file =
            blobs.resolve(
                "%s/%s/m=00/macAddress=%012X/PT1H.json"
                    .formatted(FLOW_LOG, FOLDER.format(next), 0x000D3A000000L + 167L * nic));
        Files.createDirectories(file.getParent());
        Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(1)));
      }
      try (ConnectWorker worker =
          ConnectWorker.measured(
              dir.resolve("worker"),
              "4.1.1",
              ConnectWorker.plugins(dir),
              kafka,
              List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"))) {
        long began = System.nanoTime();
        worker.put(NAME, configuration(blobs));
        await()
            .atMost(Duration.ofMinutes(8))
            .until(() -> kafka.readCommitted("flowlogs.deny").size() >= SLICES);
        System.out.printf(
            "%d MB of offsets; from the connector's creation to its flows: %d ms, processor %d ms%n",
            bytes / 1_000_000,
            (System.nanoTime() - began) / 1_000_000,
            worker.processor().toMillis());
        assertThat(worker.rest("GET", "/connectors/" + NAME + "/status", "").toString())
            .contains("\"id\":3")
            .doesNotContain("FAILED");
      }
      assertThat(kafka.readCommitted("flowlogs.allow")).as("each once").hasSize(SLICES);
      assertThat(kafka.readCommitted("flowlogs.deny")).as("each once").hasSize(SLICES);
    }
  }

  /** Writes the rows as Connect keeps them; returns their size. */
  private long keep(KafkaBroker kafka, String account, Random random) throws Exception {
    Instant first = next.minus(HOURS, ChronoUnit.HOURS);
    List<NavigableMap<Long, BlobProgress>> slices =
        LargeEstateTest.hour(first, INTERFACES, SLICES, random);
    long bytes = 0;
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int slice = 0; slice < SLICES; slice++) {
        Lane lane = new Lane(account, FLOW_LOG, slice, SLICES);
        Map<String, Map<String, Object>> rows = new HashMap<>();
        byte[] packed = HourCodec.pack(first, slices.get(slice));
        for (int slot = 0; slot < HOURS; slot++) {
          rows.put(lane.row(slot), Rows.ofHour(first.plus(slot, ChronoUnit.HOURS), packed));
        }
        long done = next.getEpochSecond();
        rows.put(
            lane.row(), new LaneState(done, done, first.getEpochSecond(), Set.of()).offset(HOURS));
        for (Map.Entry<String, Map<String, Object>> row : rows.entrySet()) {
          String key = JSON.writeValueAsString(List.of(NAME, Rows.partition(row.getKey())));
          String value = JSON.writeValueAsString(row.getValue());
          bytes += key.length() + value.length();
          sent.add(producer.send(new ProducerRecord<>(TOPIC, key, value)));
        }
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
    return bytes;
  }

  private static Map<String, String> configuration(Path blobs) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("connector.class", FlowLogsSourceConnector.class.getName());
    configuration.put("tasks.max", "4");
    configuration.put("exactly.once.support", "required");
    configuration.put("offsets.storage.topic", TOPIC);
    configuration.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    configuration.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    configuration.put("flowlogs.directory", blobs.toString());
    configuration.put("flowlogs.slices", "" + SLICES);
    return configuration;
  }
}
