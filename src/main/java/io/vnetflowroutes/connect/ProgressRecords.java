package io.vnetflowroutes.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * The records of the progress topic: JSON that says how far blobs and lanes are. Each row of
 * offsets that changes goes with one of them, as Connect keeps no offset without a record. They are
 * the last of a transaction, so that what is sent at least once only is never passed over.
 */
final class ProgressRecords {

  private static final JsonFactory JSON = new JsonFactory();

  private final String topic;
  private final String account;
  private final boolean asText;
  private final Clock clock;

  /**
   * @param asText whether values are text rather than bytes, as the connector's converter wants
   */
  ProgressRecords(String topic, String account, boolean asText, Clock clock) {
    this.topic = topic;
    this.account = account;
    this.asText = asText;
    this.clock = clock;
  }

  String account() {
    return account;
  }

  /** What was read of the blobs of one hour of a lane. */
  Outgoing ofHour(Lane lane, Instant hour, List<Read.BlobMove> moves) {
    return record(
        lane.flowLog(),
        json -> {
          lane(lane, json);
          json.writeStringField("hour", hour.toString());
          json.writeArrayFieldStart("blobs");
          for (Read.BlobMove move : moves) {
            json.writeStartObject();
            json.writeStringField("blob", move.name());
            json.writeNumberField("position", move.progress().position());
            json.writeNumberField("length", move.progress().length());
            if (move.batch() != null) {
              batch(move.batch(), json);
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void batch(BatchSummary batch, JsonGenerator json) throws IOException {
    json.writeStringField("batch", batch.id());
    json.writeNumberField("from", batch.from());
    json.writeNumberField("to", batch.to());
    json.writeNumberField("flows", batch.flows());
    json.writeNumberField("denied", batch.denied());
    json.writeNumberField("unreadable", batch.unreadable());
  }

  /** How far a lane is. */
  Outgoing ofLane(Lane lane, LaneState state) {
    return record(
        lane.flowLog(),
        json -> {
          lane(lane, json);
          json.writeStringField("done_before", Instant.ofEpochSecond(state.done()).toString());
        });
  }

  /** From when on the account is read. */
  Outgoing ofStart(Instant start) {
    return record(account, json -> json.writeStringField("start", start.toString()));
  }

  private static void lane(Lane lane, JsonGenerator json) throws IOException {
    json.writeStringField("flow_log", lane.flowLog());
    json.writeStringField("slice", lane.slice() + "/" + lane.slices());
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private Outgoing record(String key, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("account", account);
      json.writeStringField("at", clock.instant().toString());
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ofText(topic, key, text.toString(), asText);
  }

  /** A record whose value is text, as bytes or as it is. */
  static Outgoing ofText(String topic, String key, String text, boolean asText) {
    return new Outgoing(
        topic,
        key,
        asText ? Schema.STRING_SCHEMA : Schema.BYTES_SCHEMA,
        asText ? text : text.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }
}
