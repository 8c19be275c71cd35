package io.vnetflowroutes.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Proves that a record of progress is read whatever converter the connector has. */
final class BlobNoteTest {

  private static final String JSON =
      "{\"account\":\"host/insights\",\"source\":\"prod\",\"at\":\"2026-01-31T09:20:01.5Z\","
          + "\"hour\":\"2026-01-31T08:00:00Z\",\"blob\":\"a \\\"b\\\"/PT1H.json\",\"position\":90,"
          + "\"length\":92,\"etag\":\"0x8D\",\"created\":7,\"cut\":2,\"edition\":1,\"batch\":\"x\","
          + "\"more\":{\"blob\":[\"other\"]}}";

  private static BlobNote note(String prefix, String value) {
    return BlobNote.of((prefix + value).getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static String quoted(String json) {
    return '"' + new String(new JsonStringEncoder().quoteAsString(json)) + '"';
  }

  @Test
  void itIsFoundInBytesInTextInAnEnvelopeAndBehindTheBytesOfARegistry() {
    BlobNote note = note("", JSON);
    assertThat(note.account()).isEqualTo("host/insights");
    assertThat(note.blob()).isEqualTo("a \"b\"/PT1H.json");
    assertThat(note.progress().position()).isEqualTo(90);
    assertThat(note.progress().length()).isEqualTo(92);
    assertThat(note.progress().etag()).isEqualTo("0x8D");
    assertThat(note.progress().created()).isEqualTo(7);
    assertThat(note.progress().cut()).isEqualTo(2);
    assertThat(note.progress().edition()).isEqualTo(1);
    assertThat(note.progress().at())
        .isEqualTo(Instant.parse("2026-01-31T09:20:01Z").getEpochSecond());
    assertThat(note("", quoted(JSON))).as("JsonConverter without schemas").isEqualTo(note);
    assertThat(note("", "{\"schema\":{\"type\":\"string\"},\"payload\":" + quoted(JSON) + '}'))
        .as("JsonConverter with schemas")
        .isEqualTo(note);
    assertThat(note("\0\0\0\"{\1", JSON)).as("Avro and Protobuf").isEqualTo(note);
    assertThat(note("\0\0\0\"{\1", quoted(JSON))).as("JSON Schema").isEqualTo(note);
  }

  @Test
  void whatIsNoRecordOfProgressIsPassedOver() {
    assertThat(BlobNote.of(null)).isEmpty();
    assertThat(BlobNote.of("{\"id\":7}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(BlobNote.of(JSON.substring(0, 99).getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(BlobNote.of("{\"account\":\"a\",\"at\":\"now\"}".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }
}
