package io.vnetflowroutes.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that what cannot be read is kept whole, with where it stood and why. */
class DeadLettersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Message message(DeadLetters letters, Batch batch) throws IOException {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      return letters.message(batch, context);
    }
  }

  private static List<JsonNode> lines(Batch batch) throws IOException {
    byte[] body = (byte[]) message(new DeadLetters("dead-letter"), batch).getBody();
    assertThat(new String(body, StandardCharsets.UTF_8)).endsWith("}\n");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void tuplesAndRecordsAreKeptWithBlobOffsetTextAndReason() throws IOException {
    String bad = "bad \\\"tuple\\\" é";
    String record = FlowLogText.record(0, FlowLogText.ALLOWED, bad);
    List<JsonNode> lines =
        lines(FlowLogText.read(FlowLogText.blob(record, "5", FlowLogText.twoFlows(2))).get(0));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).get("kind").textValue()).isEqualTo("tuple");
    assertThat(lines.get(0).get("source").textValue()).isEqualTo("test");
    assertThat(lines.get(0).get("blob").textValue()).isEqualTo(FlowLogText.ORIGIN.blob());
    assertThat(lines.get(0).get("offset").intValue()).isEqualTo(12);
    assertThat(lines.get(0).get("ordinal").intValue()).isEqualTo(1);
    assertThat(lines.get(0).get("text").textValue()).isEqualTo('"' + bad + '"');
    assertThat(lines.get(0).get("reason").textValue()).contains("13");
    assertThat(lines.get(1).get("kind").textValue()).isEqualTo("record");
    assertThat(lines.get(1).get("offset").intValue())
        .isEqualTo(13 + record.getBytes(StandardCharsets.UTF_8).length);
    assertThat(lines.get(1).has("ordinal")).isFalse();
    assertThat(lines.get(1).get("text").textValue()).isEqualTo("5");
  }

  @Test
  void bytesThatAreNoUtf8AreKeptAllTheSame() throws IOException {
    byte[] blob = FlowLogText.utf8(FlowLogText.blob("\"a?\u0001\"", FlowLogText.twoFlows(1)));
    blob[14] = (byte) 0xff;
    Batch batch = FlowLogText.read(blob, 0, FlowLogText.NO_LIMITS).get(0);
    JsonNode line = lines(batch).get(0);
    assertThat(line.get("text_base64").binaryValue()).containsExactly('"', 'a', 0xff, 1, '"');
    assertThat(line.has("text")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "dead-letter, file:dead-letter?chmod=600&chmodDirectory=700&sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "/var/dead, file:/var/dead?chmod=600&chmodDirectory=700&sameName=KEEP_BOTH&tempFileName=.unfinished-${file:onlyname}.part&copyAndDeleteOnRenameFail=false",
    "file:x?fileExist=Append, file:x?fileExist=Append",
    "https://host/dead, https://host/dead",
    "kafka:dead?lingerMs=0, kafka:dead?lingerMs=0&compressionCodec=lz4",
  })
  void thePlaceIsAFolderOrAnyUri(String place, String uri) {
    assertThat(new DeadLetters(place).uri(".unfinished-")).isEqualTo(uri);
  }

  @Test
  void theMessageHasAFixedNameAndTheBatchsKey() throws IOException {
    Batch batch = FlowLogText.read(FlowLogText.blob("5")).get(0);
    Message message = message(new DeadLetters("https://host/dead"), batch);
    assertThat(message.getHeader(RouteNames.DELIVERY_KEY, String.class))
        .startsWith(batch.id() + '-')
        .endsWith("|dead-letter");
    assertThat(message.getHeader(Exchange.FILE_NAME, String.class))
        .isEqualTo("y=2026/m=09/d=01/h=08/" + batch.id() + ".ndjson");
    assertThat(message.getHeader(Exchange.HTTP_METHOD)).hasToString("POST");
    assertThat(message.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/x-ndjson");
  }
}
