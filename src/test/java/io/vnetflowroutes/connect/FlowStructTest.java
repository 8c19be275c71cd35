package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what a task gives to Connect where values are structs. */
class FlowStructTest {

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
  void aStructGoesThroughAConverterThatWritesItsSchema() throws Exception {
    task.write(FlowLogText.twoFlows(0), TaskRun.UNREADABLE);
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.value", "struct");
    configuration.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    task.run(configuration);
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", true), false);
      byte[] value = written(converter, task.topic("deny").get(0));
      assertThat(
              FlowStruct.isLongerThan(value.length - 1, (Struct) task.topic("deny").get(0).value()))
          .as("a value is never longer than it counts for")
          .isTrue();
      JsonNode deny = JSON.readTree(value);
      assertThat(deny.at("/schema/name").asText()).isEqualTo("io.vnetflowroutes.Flow");
      assertThat(deny.at("/payload/dst_port").asInt()).isEqualTo(22);
      assertThat(deny.at("/payload/decision").asText()).isEqualTo("deny");
      assertThat(deny.at("/payload/time").asLong()).isEqualTo(1788249600456L);
      assertThat(deny.at("/payload/bytes_sent").isIntegralNumber()).isTrue();
      assertThat(deny.at("/payload/extra").isNull()).isTrue();
      for (SourceRecord record : task.topic("dead-letter")) {
        assertThat(record.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(new String(written(converter, record), StandardCharsets.UTF_8))
            .contains(TaskRun.BLOB);
      }
      assertThat(task.topic("dead-letter")).hasSize(1);
      assertThat(task.topic("progress")).allMatch(record -> record.value() instanceof String);
    }
  }

  @Test
  void aStructThatIsLongerThanKafkaTakesGoesToTheDeadLetter() throws Exception {
    task.write(
        FlowLogText.twoFlows(0),
        FlowLogText.record("2026-09-01T08:02:06.1234567Z", "r".repeat(7000), FlowLogText.ALLOWED));
    Map<String, String> configuration = task.configuration();
    configuration.put("flowlogs.value", "struct");
    configuration.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    configuration.put("flowlogs.value-limit", "8KB");
    task.run(configuration);
    assertThat(task.topic("allow")).hasSize(1);
    assertThat(task.topic("dead-letter"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(TaskRun.text(record))
                    .contains(
                        "more than flowlogs.value-limit allows", TaskRun.BLOB, "\"beginning\""));
  }

  private static byte[] written(JsonConverter converter, SourceRecord record) {
    return converter.fromConnectData(record.topic(), record.valueSchema(), record.value());
  }

  /** The fields of a struct are those of the flat format, so that one page describes both. */
  @Test
  void aStructHasTheFieldsOfTheFlatFormat() throws Exception {
    task.write(FlowLogText.twoFlows(0));
    task.run(task.configuration());
    List<String> struct = FlowStruct.SCHEMA.fields().stream().map(field -> field.name()).toList();
    JSON.readTree(TaskRun.text(task.topic("deny").get(0)))
        .fieldNames()
        .forEachRemaining(name -> assertThat(struct).contains(name));
  }
}
