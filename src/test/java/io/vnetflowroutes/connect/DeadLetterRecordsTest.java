package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a dead letter is never longer than what Kafka takes. */
class DeadLetterRecordsTest {

  private static final int LIMIT = 20 * 1024;
  private static final Origin ORIGIN =
      new Origin("prod", "somewhere/PT1H.json", Instant.parse("2026-09-01T08:00:00Z"));

  private static DeadLetterRecords letters(boolean asText) {
    return new DeadLetterRecords(
        new ConnectorSettings(Map.of("name", "prod", "flowlogs.value-limit", "20KB")), asText);
  }

  private static Unreadable unreadable(byte[] text) {
    return new Unreadable(ORIGIN, 0, -1, Unreadable.RECORD, null, text, "It cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u0001", "\"", "\\", "\u20ac", "\ud83d\ude00"})
  void ofWhatIsLongerThanKafkaTakesTheBeginningIsKept(String character) throws IOException {
    byte[] text = character.repeat(LIMIT).getBytes(StandardCharsets.UTF_8);
    byte[] value = (byte[]) letters(false).of(unreadable(text)).value();
    assertThat(value.length).isBetween(LIMIT / 2, LIMIT);
    String kept = new ObjectMapper().readTree(value).get("text").textValue();
    assertThat(new String(text, StandardCharsets.UTF_8)).startsWith(kept);
    assertThat(new String(value, StandardCharsets.UTF_8))
        .contains("of %d bytes the beginning is kept".formatted(text.length));

    Outgoing asText = letters(true).of(unreadable(text));
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", false), false);
      assertThat(converter.fromConnectData("topic", asText.schema(), asText.value()).length)
          .isBetween(LIMIT / 2, LIMIT + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15_400, 40_000})
  void bytesThatAreNoTextFitToo(int length) throws IOException {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 0xFF);
    byte[] value = (byte[]) letters(false).of(unreadable(text)).value();
    assertThat(value.length).isBetween(LIMIT / 2, LIMIT);
    assertThat(new ObjectMapper().readTree(value).get("text_base64").binaryValue())
        .hasSizeLessThan(length)
        .containsOnly(0xFF);
  }
}
