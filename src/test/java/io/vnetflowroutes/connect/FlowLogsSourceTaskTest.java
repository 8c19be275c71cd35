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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what a task gives to Connect, in each content, format and kind of value. */
class FlowLogsSourceTaskTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private TaskRun task;

  @BeforeEach
  void make() {
    task = new TaskRun(folder);
  }

  @AfterEach
  void stop() {
    task.stop();
  }

  @Test
  void howATaskIsDoingCanBeSeenWhileItRuns() throws Exception {
    task.write(FlowLogText.twoFlows(0));
    task.whenDone(
        running -> {
          assertThat(TaskRun.metric("flows-read")).isEqualTo(2.0);
          assertThat(TaskRun.metric("lag-seconds-max")).isEqualTo(0.0);
          assertThat(TaskRun.metric("lag-seconds.NETWORKWATCHER_EASTUS_V-G-FLOWLOG"))
              .isEqualTo(0.0);
          assertThat(TaskRun.metrics()).hasSize(14);
        });
    task.run(task.configuration());
    assertThat(TaskRun.shows()).isFalse();
  }

  @Test
  void whatWaitsToBeReadWhatIsSetAsideAndWhatOffsetsTakeCanBeSeen() throws Exception {
    String whole = FlowLogText.blob(FlowLogText.twoFlows(0), TaskRun.UNREADABLE);
    String cut = FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1));
    task.writeOf("h=10", "000D3A1B2C01", whole);
    task.writeOf("h=10", "000D3A1B2C02", whole);
    task.writeOf("h=10", "000D3A1B2C03", cut.substring(0, cut.length() - 20));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.delay", "0");
    configuration.put("flowlogs.readers", "1");
    configuration.put("flowlogs.poll-size", "1KB");
    task.whenStarted(
        running -> {
          await().atMost(Duration.ofMinutes(2)).until(() -> TaskRun.metric("due-blobs") == 2);
          assertThat(TaskRun.metric("open-blobs")).isEqualTo(2.0);
          assertThat(TaskRun.metric("offset-bytes")).isEqualTo(0.0);
        });
    task.whenDone(
        running -> {
          await().atMost(Duration.ofMinutes(2)).until(() -> TaskRun.metric("due-blobs") == 0);
          assertThat(TaskRun.metric("open-blobs")).as("one ends inside a record").isEqualTo(1.0);
          assertThat(TaskRun.metric("dead-letters")).isEqualTo(2.0);
          assertThat(TaskRun.metric("offset-bytes")).isPositive().isEqualTo(task.hourBytes());
        });
    task.run(configuration, "000D3A1B2C03");
    assertThat(task.topic("dead-letter")).hasSize(2);
  }

  /** So that a topic that Kafka compacts proves as much as one that keeps all records. */
  @Test
  void theNewestProgressRecordOfEachKeySaysAllThatAnAuditCompares() throws Exception {
    task.write(FlowLogText.twoFlows(0), TaskRun.UNREADABLE, FlowLogText.twoFlows(1));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.batch-flows", "2");
    task.run(configuration);
    Map<Object, SourceRecord> compacted = new LinkedHashMap<>();
    task.topic("progress").forEach(record -> compacted.put(record.key(), record));
    assertThat(compacted).hasSizeLessThan(task.topic("progress").size());
    List<BlobNote> notes =
        compacted.values().stream()
            .map(record -> BlobNote.of((byte[]) record.value()).orElseThrow())
            .toList();
    Path file = folder.resolve(TaskRun.BLOB);
    assertThat(notes)
        .filteredOn(note -> note.progress().length() > 0)
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.blob()).isEqualTo(TaskRun.BLOB);
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
    task.write(FlowLogText.twoFlows(0));
    Path after = folder.resolve(TaskRun.BLOB.replace("h=08", "h=09"));
    Files.createDirectories(after.getParent());
    Files.writeString(after, FlowLogText.blob(FlowLogText.twoFlows(0)));
    for (Path file : List.of(folder.resolve(TaskRun.BLOB), after)) {
      // A file that changed just now is listed until it is quiet, whatever its hour.
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-09-01T10:00:00Z")));
    }
    task.clock().set("2026-09-04T10:20:00Z");
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.start", "beginning");
    configuration.put("flowlogs.until", "2026-09-01T09:00:00Z");
    configuration.put("flowlogs.poll-interval", "10ms");
    task.whenDone(
        running -> {
          assertThat(TaskRun.metric("finished")).isEqualTo(1.0);
          assertThat(TaskRun.metric("lag-seconds-max")).isEqualTo(0.0);
          double calls = TaskRun.metric("list-calls");
          await().until(() -> running.poll() == null);
          assertThat(TaskRun.metric("list-calls")).as("it lists nothing any more").isEqualTo(calls);
        });
    task.run(configuration, "\"task\":\"0/1\",\"finished_before\":\"2026-09-01T09:00:00Z\"");
    assertThat(task.topic("allow")).hasSize(1);
    assertThat(task.topic("progress").stream().map(TaskRun::text))
        .anyMatch(text -> text.contains("\"done_before\":\"2026-09-01T09:00:00Z\""))
        .filteredOn(text -> text.contains("finished_before"))
        .hasSize(1);
  }

  @Test
  void eachFlowIsARecordOfItsDecisionsTopicWithItsInterfaceAsTheKey() throws Exception {
    task.write(FlowLogText.twoFlows(0), TaskRun.UNREADABLE, FlowLogText.twoFlows(1));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.headers", "id, decision, flow-log, source, blob");
    task.run(configuration);
    assertThat(task.topic("allow")).hasSize(2);
    assertThat(task.topic("deny")).hasSize(2);
    for (SourceRecord record : task.topic("deny")) {
      JsonNode flow = JSON.readTree(TaskRun.text(record));
      assertThat(flow.path("decision").asText()).isEqualTo("deny");
      assertThat(flow.path("source").asText()).isEqualTo("prod");
      assertThat(record.key()).isEqualTo(FlowLogText.MAC);
      assertThat(record.headers().lastWithName("id").value()).isEqualTo(flow.path("id").asText());
      assertThat(record.headers().lastWithName("flow_log").value())
          .isEqualTo("NETWORKWATCHER_EASTUS_V-G-FLOWLOG");
      assertThat(record.headers().lastWithName("blob").value()).isEqualTo(TaskRun.BLOB);
    }
    assertThat(task.topic("dead-letter"))
        .singleElement()
        .satisfies(
            record -> assertThat(TaskRun.text(record)).contains(TaskRun.BLOB, "\\\"time\\\":7"));
    assertThat(task.topic("progress"))
        .anyMatch(
            record -> TaskRun.text(record).contains("\"flows\":4,\"denied\":2,\"unreadable\":1"))
        .anyMatch(record -> TaskRun.text(record).contains("\"dead_letters\":1"));
    task.forget("progress");
    task.run(configuration);
    assertThat(task.topic("allow")).as("it reads nothing again").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "raw", "csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void everyFormatCanBeTheValue(String format) throws Exception {
    task.write(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.format", format);
    configuration.put("flowlogs.key", "none");
    task.run(configuration);
    assertThat(task.topic("allow")).hasSize(2).allMatch(record -> record.key() == null);
    assertThat(task.topic("allow").stream().map(TaskRun::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> !text.contains("\n"));
  }

  @Test
  void whatAFilterLeavesOutIsNotSentAndDerivedFieldsAre() throws Exception {
    task.write(FlowLogText.twoFlows(0));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.drop.dst-ports", "443");
    configuration.put("flowlogs.derive", "community-id");
    configuration.put("flowlogs.key", "src_ip");
    task.run(configuration);
    assertThat(task.topic("allow")).isEmpty();
    assertThat(task.topic("deny"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("192.0.2.7");
              assertThat(TaskRun.text(record)).contains("community_id");
            });
  }

  @Test
  void aBatchIsARecordThatGivesTheVerySameBatch() throws Exception {
    String blob =
        task.write(
            FlowLogText.twoFlows(0),
            TaskRun.UNREADABLE,
            FlowLogText.twoFlows(1),
            FlowLogText.twoFlows(2));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.content", "batches");
    configuration.put("flowlogs.batch-flows", "4");
    task.run(configuration);
    assertThat(task.topic("allow")).isEmpty();
    assertThat(task.topic("dead-letter")).as("whoever reads the batch finds it").isEmpty();
    StringBuilder bytes = new StringBuilder();
    int flows = 0;
    for (SourceRecord record : task.topic("batches")) {
      Batch batch = batch(record);
      assertThat(batch.id()).isEqualTo(record.headers().lastWithName("batch_id").value());
      assertThat(record.key()).isEqualTo(batch.origin().digest());
      bytes.append(TaskRun.text(record));
      flows += batch.flows();
    }
    assertThat(task.topic("batches")).hasSize(2);
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
    task.write(
        FlowLogText.twoFlows(0), FlowLogText.twoFlows(2), longRecord, FlowLogText.twoFlows(3));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.content", "batches");
    configuration.put("flowlogs.value-limit", "2KB");
    task.run(configuration);
    assertThat(task.topic("batches"))
        .hasSizeGreaterThan(1)
        .allSatisfy(record -> assertThat((byte[]) record.value()).hasSizeLessThan(2048));
    assertThat(task.topic("batches").stream().mapToInt(record -> batch(record).flows()).sum())
        .isEqualTo(6);
    assertThat(task.topic("dead-letter"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(TaskRun.text(record))
                    .contains("longer than a value of Kafka's", "flowlogs.value-limit"));
  }

  @Test
  void aTaskWithAWrongConfigurationSaysWhatIsWrong() {
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.delay", "soon");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new FlowLogsSourceTask(task.clock()).start(configuration))
        .withMessageContaining("flowlogs.delay is 'soon'");
  }
}
