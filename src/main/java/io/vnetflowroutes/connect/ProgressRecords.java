package io.vnetflowroutes.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * The records of the progress topic: JSON that says how far blobs and lanes are. Each row of
 * offsets that changes goes with one of them, as Connect keeps no offset without a record. They are
 * the last of a transaction, so that what is sent at least once only is never passed over.
 *
 * <p>Keys are such that the newest record of each key says everything: the topic may be compacted.
 */
final class ProgressRecords {

  private static final JsonFactory JSON = new JsonFactory();

  private final String topic;
  private final String source;
  private final String account;
  private final boolean asText;
  private final Clock clock;

  /**
   * @param source the connector's name, as several may read one account
   * @param asText whether values are text rather than bytes, as the connector's converter wants
   */
  ProgressRecords(String topic, String source, String account, boolean asText, Clock clock) {
    this.topic = topic;
    this.source = source;
    this.account = account;
    this.asText = asText;
    this.clock = clock;
  }

  String account() {
    return account;
  }

  /** How far a blob is, and the batch that was read of it last. */
  Outgoing ofBlob(Advance.BlobMove move) {
    return record(
        account + '/' + move.name(),
        json -> {
          lane(move.lane(), json);
          json.writeStringField("hour", move.hour().toString());
          BlobNote.write(move.name(), move.progress(), json);
          if (move.batch() != null) {
            batch(move.batch(), json);
          }
        });
  }

  private static void batch(BatchSummary batch, JsonGenerator json) throws IOException {
    json.writeStringField(BlobNote.BATCH, batch.id());
    json.writeNumberField("from", batch.from());
    json.writeNumberField("to", batch.to());
    json.writeNumberField("flows", batch.flows());
    json.writeNumberField("denied", batch.denied());
    json.writeNumberField("unreadable", batch.unreadable());
  }

  /**
   * What of a batch went to the topic of dead letters; nothing replaces it in a compacted topic.
   */
  Outgoing ofDeadLetters(Advance.BlobMove move) {
    return record(
        account + '/' + move.name() + ' ' + move.batch().id(),
        json -> {
          lane(move.lane(), json);
          json.writeStringField("hour", move.hour().toString());
          json.writeStringField(BlobNote.BLOB, move.name());
          json.writeStringField(BlobNote.BATCH, move.batch().id());
          json.writeNumberField(BlobNote.DEAD_LETTERS, move.batch().deadLetters());
        });
  }

  /** How far a lane is. */
  Outgoing ofLane(Lane lane, LaneState state) {
    return record(
        source + ' ' + lane.row(),
        json -> {
          lane(lane, json);
          json.writeStringField("done_before", Instant.ofEpochSecond(state.done()).toString());
        });
  }

  /** From when on the account is read. */
  Outgoing ofStart(Instant start) {
    return record(
        source + ' ' + account, json -> json.writeStringField(BlobNote.START, start.toString()));
  }

  /** That a task has read everything before the connector's end. */
  Outgoing ofEnd(Instant until, String task) {
    return record(
        source + ' ' + account + " until " + task,
        json -> {
          json.writeStringField("task", task);
          json.writeStringField("finished_before", until.toString());
        });
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
      json.writeStringField(BlobNote.ACCOUNT, account);
      json.writeStringField("source", source);
      json.writeStringField(BlobNote.AT, clock.instant().toString());
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
