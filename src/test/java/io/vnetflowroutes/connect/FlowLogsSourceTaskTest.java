package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.poll.SettableClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what a task gives to Connect, in each content, format and kind of value. */
class FlowLogsSourceTaskTest {

  private static final String BLOB =
      "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/macAddress="
          + FlowLogText.MAC
          + "/PT1H.json";
  private static final String UNREADABLE = "{\"time\":7}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final KeptOffsets offsets = new KeptOffsets();
  private final Map<String, List<SourceRecord>> sent = new TreeMap<>();
  private FlowLogsSourceTask task;
  private Look whenDone = () -> {};

  @AfterEach
  void stop() {
    if (task != null) {
      task.stop();
    }
  }

  private String write(String... records) throws IOException {
    String text = FlowLogText.blob(records);
    Path file = folder.resolve(BLOB);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return text;
  }

  private Map<String, String> configuration() {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("name", "prod");
    configuration.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    configuration.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    configuration.put("flowlogs.directory", folder.toString());
    configuration.put("flowlogs.task", "0/1");
    return configuration;
  }

  @Test
  void howATaskIsDoingCanBeSeenWhileItRuns() throws Exception {
    write(FlowLogText.twoFlows(0));
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        new ObjectName("io.vnetflowroutes.connect:type=task,connector=\"prod\",task=0");
    whenDone =
        () -> {
          assertThat(server.getAttribute(name, "flows-read")).isEqualTo(2.0);
          assertThat(server.getAttribute(name, "lag-seconds-max")).isEqualTo(0.0);
          assertThat(server.getAttribute(name, "lag-seconds.NETWORKWATCHER_EASTUS_V-G-FLOWLOG"))
              .isEqualTo(0.0);
          assertThat(server.getMBeanInfo(name).getAttributes()).hasSize(10);
        };
    run(configuration());
    assertThat(server.isRegistered(name)).isFalse();
  }

  /** So that a topic that Kafka compacts proves as much as one that keeps all records. */
  @Test
  void theNewestProgressRecordOfEachKeySaysAllThatAnAuditCompares() throws Exception {
    write(FlowLogText.twoFlows(0), UNREADABLE, FlowLogText.twoFlows(1));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.batch-flows", "2");
    run(configuration);
    Map<Object, SourceRecord> compacted = new LinkedHashMap<>();
    topic("progress").forEach(record -> compacted.put(record.key(), record));
    assertThat(compacted).hasSizeLessThan(topic("progress").size());
    List<BlobNote> notes =
        compacted.values().stream()
            .map(record -> BlobNote.of((byte[]) record.value()).orElseThrow())
            .toList();
    Path file = folder.resolve(BLOB);
    assertThat(notes)
        .filteredOn(note -> note.progress().length() > 0)
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.blob()).isEqualTo(BLOB);
              assertThat(note.progress().length()).isEqualTo(Files.size(file));
              assertThat(note.progress().position()).isEqualTo(Files.size(file) - "]}".length());
              assertThat(note.progress().etag()).isNotEmpty();
            });
    assertThat(notes.stream().mapToInt(BlobNote::deadLetters).sum()).isEqualTo(1);
    assertThat(notes).filteredOn(note -> note.start() != null).hasSize(1);
  }

  /** It reads the hours before it alone, late growth of them too, and says once that it is done. */
  @Test
  void pastHoursHaveAnEndBehindWhichTheTaskIsIdle() throws Exception {
    write(FlowLogText.twoFlows(0));
    Path after = folder.resolve(BLOB.replace("h=08", "h=09"));
    Files.createDirectories(after.getParent());
    Files.writeString(after, FlowLogText.blob(FlowLogText.twoFlows(0)));
    for (Path file : List.of(folder.resolve(BLOB), after)) {
      // A file that changed just now is listed until it is quiet, whatever its hour.
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-09-01T10:00:00Z")));
    }
    clock.set("2026-09-04T10:20:00Z");
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.start", "beginning");
    configuration.put("flowlogs.until", "2026-09-01T09:00:00Z");
    configuration.put("flowlogs.poll-interval", "10ms");
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        new ObjectName("io.vnetflowroutes.connect:type=task,connector=\"prod\",task=0");
    whenDone =
        () -> {
          assertThat(server.getAttribute(name, "finished")).isEqualTo(1.0);
          assertThat(server.getAttribute(name, "lag-seconds-max")).isEqualTo(0.0);
          double calls = (double) server.getAttribute(name, "list-calls");
          await().until(() -> task.poll() == null);
          assertThat(server.getAttribute(name, "list-calls"))
              .as("it lists nothing any more")
              .isEqualTo(calls);
        };
    run(configuration, "\"task\":\"0/1\",\"finished_before\":\"2026-09-01T09:00:00Z\"");
    assertThat(topic("allow")).hasSize(1);
    assertThat(topic("progress").stream().map(FlowLogsSourceTaskTest::text))
        .anyMatch(text -> text.contains("\"done_before\":\"2026-09-01T09:00:00Z\""))
        .filteredOn(text -> text.contains("finished_before"))
        .hasSize(1);
  }

  /** Runs a task until it says that the hour is done, and commits what it gives. */
  private void run(Map<String, String> configuration) throws Exception {
    run(configuration, "\"done_before\":\"2026-09-01T10:00:00Z\"");
  }

  private void run(Map<String, String> configuration, String last) throws Exception {
    task = new FlowLogsSourceTask(clock);
    task.initialize(new Context(configuration));
    task.start(configuration);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              List<SourceRecord> records = task.poll();
              if (records != null) {
                offsets.commit(records);
                records.forEach(
                    record ->
                        sent.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                            .add(record));
              }
              return sent.getOrDefault("flowlogs.progress", List.of()).stream()
                  .anyMatch(record -> text(record).contains(last));
            });
    whenDone.look();
    task.stop();
  }

  private interface Look {
    void look() throws Exception;
  }

  private static String text(SourceRecord record) {
    return record.value() instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : record.value().toString();
  }

  private List<SourceRecord> topic(String name) {
    return sent.getOrDefault("flowlogs." + name, List.of());
  }

  @Test
  void eachFlowIsARecordOfItsDecisionsTopicWithItsInterfaceAsTheKey() throws Exception {
    write(FlowLogText.twoFlows(0), UNREADABLE, FlowLogText.twoFlows(1));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.headers", "id, decision, flow-log, source, blob");
    run(configuration);
    assertThat(topic("allow")).hasSize(2);
    assertThat(topic("deny")).hasSize(2);
    for (SourceRecord record : topic("deny")) {
      JsonNode flow = JSON.readTree(text(record));
      assertThat(flow.path("decision").asText()).isEqualTo("deny");
      assertThat(flow.path("source").asText()).isEqualTo("prod");
      assertThat(record.key()).isEqualTo(FlowLogText.MAC);
      assertThat(record.headers().lastWithName("id").value()).isEqualTo(flow.path("id").asText());
      assertThat(record.headers().lastWithName("flow_log").value())
          .isEqualTo("NETWORKWATCHER_EASTUS_V-G-FLOWLOG");
      assertThat(record.headers().lastWithName("blob").value()).isEqualTo(BLOB);
    }
    assertThat(topic("dead-letter"))
        .singleElement()
        .satisfies(record -> assertThat(text(record)).contains(BLOB, "\\\"time\\\":7"));
    assertThat(topic("progress"))
        .anyMatch(record -> text(record).contains("\"flows\":4,\"denied\":2,\"unreadable\":1"))
        .anyMatch(record -> text(record).contains("\"dead_letters\":1"));
    int before = sent.values().stream().mapToInt(List::size).sum();
    sent.remove("flowlogs.progress");
    run(configuration);
    assertThat(topic("allow")).as("%d records before", before).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "raw", "csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void everyFormatCanBeTheValue(String format) throws Exception {
    write(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.format", format);
    configuration.put("flowlogs.key", "none");
    run(configuration);
    assertThat(topic("allow")).hasSize(2).allMatch(record -> record.key() == null);
    assertThat(topic("allow").stream().map(FlowLogsSourceTaskTest::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> !text.contains("\n"));
  }

  @Test
  void whatAFilterLeavesOutIsNotSentAndDerivedFieldsAre() throws Exception {
    write(FlowLogText.twoFlows(0));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.drop.dst-ports", "443");
    configuration.put("flowlogs.derive", "community-id");
    configuration.put("flowlogs.key", "src_ip");
    run(configuration);
    assertThat(topic("allow")).isEmpty();
    assertThat(topic("deny"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("192.0.2.7");
              assertThat(text(record)).contains("community_id");
            });
  }

  @Test
  void aBatchIsARecordThatGivesTheVerySameBatch() throws Exception {
    String blob =
        write(
            FlowLogText.twoFlows(0), UNREADABLE, FlowLogText.twoFlows(1), FlowLogText.twoFlows(2));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.content", "batches");
    configuration.put("flowlogs.batch-flows", "4");
    run(configuration);
    assertThat(topic("allow")).isEmpty();
    assertThat(topic("dead-letter")).as("whoever reads the batch finds it").isEmpty();
    StringBuilder bytes = new StringBuilder();
    int flows = 0;
    for (SourceRecord record : topic("batches")) {
      Batch batch = batch(record);
      assertThat(batch.id()).isEqualTo(record.headers().lastWithName("batch_id").value());
      assertThat(record.key()).isEqualTo(batch.origin().digest());
      bytes.append(text(record));
      flows += batch.flows();
    }
    assertThat(topic("batches")).hasSize(2);
    assertThat(blob).startsWith(bytes.toString()).hasSize(bytes.length() + "]}".length());
    assertThat(flows).isEqualTo(6);
  }

  private static Batch batch(SourceRecord record) {
    Map<String, String> headers = new HashMap<>();
    record.headers().forEach(header -> headers.put(header.key(), (String) header.value()));
    return BatchRecord.decode(headers, (byte[]) record.value())
        .batch(LoopHost.LIMITS, LoopHost.JSON);
  }

  @Test
  void aBatchThatIsLongerThanKafkaTakesIsCutIntoItsRecords() throws Exception {
    String[] tuples = new String[40];
    Arrays.fill(tuples, FlowLogText.ALLOWED);
    String longRecord = FlowLogText.record(1, tuples);
    write(FlowLogText.twoFlows(0), FlowLogText.twoFlows(2), longRecord, FlowLogText.twoFlows(3));
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.content", "batches");
    configuration.put("flowlogs.value-limit", "2KB");
    run(configuration);
    assertThat(topic("batches"))
        .hasSizeGreaterThan(1)
        .allSatisfy(record -> assertThat((byte[]) record.value()).hasSizeLessThan(2048));
    assertThat(topic("batches").stream().mapToInt(record -> batch(record).flows()).sum())
        .isEqualTo(6);
    assertThat(topic("dead-letter"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(text(record))
                    .contains("longer than a value of Kafka's", "flowlogs.value-limit"));
  }

  @Test
  void aStructGoesThroughAConverterThatWritesItsSchema() throws Exception {
    write(FlowLogText.twoFlows(0), UNREADABLE);
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.value", "struct");
    configuration.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    run(configuration);
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", true), false);
      JsonNode deny = JSON.readTree(written(converter, topic("deny").get(0)));
      assertThat(deny.at("/schema/name").asText()).isEqualTo("io.vnetflowroutes.Flow");
      assertThat(deny.at("/payload/dst_port").asInt()).isEqualTo(22);
      assertThat(deny.at("/payload/decision").asText()).isEqualTo("deny");
      assertThat(deny.at("/payload/time").asLong()).isEqualTo(1788249600456L);
      assertThat(deny.at("/payload/bytes_sent").isIntegralNumber()).isTrue();
      assertThat(deny.at("/payload/extra").isNull()).isTrue();
      for (SourceRecord record : topic("dead-letter")) {
        assertThat(record.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(new String(written(converter, record), StandardCharsets.UTF_8)).contains(BLOB);
      }
      assertThat(topic("dead-letter")).hasSize(1);
      assertThat(topic("progress")).allMatch(record -> record.value() instanceof String);
    }
  }

  private static byte[] written(JsonConverter converter, SourceRecord record) {
    return converter.fromConnectData(record.topic(), record.valueSchema(), record.value());
  }

  /** The fields of a struct are those of the flat format, so that one page describes both. */
  @Test
  void aStructHasTheFieldsOfTheFlatFormat() throws Exception {
    write(FlowLogText.twoFlows(0));
    run(configuration());
    List<String> struct = FlowStruct.SCHEMA.fields().stream().map(field -> field.name()).toList();
    JSON.readTree(text(topic("deny").get(0)))
        .fieldNames()
        .forEachRemaining(name -> assertThat(struct).contains(name));
  }

  @Test
  void aTaskWithAWrongConfigurationSaysWhatIsWrong() {
    Map<String, String> configuration = configuration();
    configuration.put("flowlogs.delay", "soon");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new FlowLogsSourceTask(clock).start(configuration))
        .withMessageContaining("flowlogs.delay is 'soon'");
  }

  /** What a worker gives to a task. */
  private final class Context implements SourceTaskContext {

    private final Map<String, String> configuration;

    Context(Map<String, String> configuration) {
      this.configuration = configuration;
    }

    @Override
    public Map<String, String> configs() {
      return configuration;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }
  }
}
