package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.FuzzCorpus;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.AzureTime;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** Proves that the flat format is one line of JSON whatever the texts are, and gives them back. */
class FlatFormatFuzzTest {

  private static final FuzzCorpus CORPUS = new FuzzCorpus(FlatFormatFuzzTest.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final DateTimeFormatter WITH_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final int MOST_TUPLES = 4;
  private static final int LONGEST = 64;

  @FuzzTest(maxDuration = "5m")
  void everyLineIsJsonThatGivesTheTextsBack(FuzzedDataProvider data) throws IOException {
    CORPUS.run();
    ObjectNode record = JSON.createObjectNode();
    for (String key :
        List.of("time", "flowLogVersion", "macAddress", "flowLogResourceID", "targetResourceID")) {
      if (data.consumeBoolean()) {
        record.put(key, data.consumeString(LONGEST));
      }
    }
    ObjectNode list = record.putObject("flowRecords").putArray("flows").addObject();
    list.put("aclID", data.consumeString(LONGEST));
    ObjectNode group = list.putArray("flowGroups").addObject();
    group.put("rule", data.consumeString(LONGEST));
    ArrayNode tuples = group.putArray("flowTuples");
    for (int i = data.consumeInt(1, MOST_TUPLES); i > 0; i--) {
      tuples.add(tuple(data));
    }
    String json = (data.consumeBoolean() ? JSON : ASCII).writeValueAsString(record);
    String blob = "{\"records\":[" + json + "]}";
    List<Flow> flows = FlowLogText.flows(FlowLogText.read(blob));
    ByteOutput out = new ByteOutput(1);
    Format format = new FlatFormat();
    for (Flow flow : flows) {
      out.clear();
      format.write(flow, out);
      assertGivesBack(flow, utf8(out.toByteArray()), record);
    }
  }

  /** Without it a corpus that is not found would go unnoticed. */
  @AfterAll
  static void assertTheCorpusWasRun() throws IOException {
    CORPUS.assertWasRun();
  }

  private static String tuple(FuzzedDataProvider data) {
    List<String> parts = new ArrayList<>(List.of("1788249600123", "10.0.0.4", "::1", "1", "2"));
    parts.add(String.valueOf(data.consumeInt(0, 300)));
    parts.add(data.consumeString(LONGEST).replace(',', ';'));
    parts.add(data.consumeString(LONGEST).replace(',', ';'));
    parts.add(data.consumeString(LONGEST).replace(',', ';'));
    for (int i = 0; i < 4; i++) {
      parts.add(data.consumeBoolean() ? "" : Long.toUnsignedString(data.consumeLong()));
    }
    if (data.consumeBoolean()) {
      parts.add(data.consumeString(LONGEST));
    }
    return String.join(",", parts);
  }

  private static void assertGivesBack(Flow flow, String line, ObjectNode record)
      throws IOException {
    assertThat(line).doesNotContainPattern("[\\u0000-\\u001f\\u0085\\u2028\\u2029]");
    JsonNode json = JSON.readTree(line);
    assertText(json.get("rule"), flow.group().rule());
    assertText(json.get("acl_id"), flow.group().aclId());
    String time = text(record, "time");
    long millis = AzureTime.millis(time);
    assertText(
        json.get("record_time"),
        millis == 0 ? time : WITH_MILLIS.format(Instant.ofEpochMilli(millis)));
    assertText(json.get("mac_address"), text(record, "macAddress"));
    assertText(json.get("flow_log_id"), text(record, "flowLogResourceID"));
    assertText(json.get("target_id"), text(record, "targetResourceID"));
    assertThat(json.get("flow_log_version").asText(null))
        .isEqualTo(wellFormed(text(record, "flowLogVersion")));
    assertThat(json.get("direction").asText("")).isEqualTo(flow.get(TupleField.DIRECTION));
    assertThat(json.get("state").asText("")).isEqualTo(flow.get(TupleField.STATE));
    assertThat(json.get("encryption").asText("")).isEqualTo(flow.get(TupleField.ENCRYPTION));
    assertThat(json.get("decision").textValue()).isEqualTo(flow.decision().word());
    assertThat(json.get("bytes_sent").asText("")).isEqualTo(flow.get(TupleField.BYTES_SENT));
    assertThat(json.path("extra").asText("")).isEqualTo(flow.extra());
  }

  private static void assertText(JsonNode json, String text) {
    assertThat(json.textValue()).isEqualTo(wellFormed(text));
  }

  private static String text(ObjectNode record, String key) {
    return record.path(key).textValue();
  }

  /** Half of a surrogate pair has no form in UTF-8. */
  private static String wellFormed(String text) {
    return text == null
        ? null
        : new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
