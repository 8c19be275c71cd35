package io.vnetflowroutes.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes dead letters: one JSON object a line, with all that a replay needs. */
public final class DeadLetterWriter {

  /** The kind of a whole message that a destination refused. */
  static final String MESSAGE = "message";

  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  /** Adds the line of a record or tuple that could not be read. */
  public void unreadable(Unreadable unreadable) {
    line(
        json -> {
          json.writeStringField("reason", unreadable.reason());
          json.writeStringField("kind", unreadable.kind());
          json.writeStringField("source", unreadable.origin().source());
          json.writeStringField("blob", unreadable.origin().blob());
          json.writeNumberField("offset", unreadable.offset());
          if (unreadable.group() != null) {
            json.writeNumberField("ordinal", unreadable.ordinal());
            group(unreadable.group(), json);
          }
          text("text", unreadable.text(), json);
        });
  }

  /** What the record of a tuple says, in the words of the record. */
  private static void group(FlowGroup group, JsonGenerator json) throws IOException {
    RecordContext record = group.record();
    json.writeStringField("rule", group.rule());
    json.writeStringField("aclID", group.aclId());
    json.writeStringField("type", record.type().word());
    json.writeStringField("time", record.time());
    json.writeStringField("flowLogVersion", record.version());
    json.writeStringField("macAddress", record.macAddress());
    json.writeStringField("flowLogResourceID", record.flowLogId());
    json.writeStringField("targetResourceID", record.targetId());
  }

  /** Adds the line of a message that a destination refused. */
  void refused(String destination, Delivery delivery, String reason) {
    line(
        json -> {
          json.writeStringField("reason", reason);
          json.writeStringField("kind", MESSAGE);
          json.writeStringField("destination", destination);
          json.writeStringField("message", delivery.key());
          json.writeStringField("file", delivery.fileName());
          json.writeNumberField("flows", delivery.flows());
          if (delivery.body() != null) {
            text("text", delivery.body(), json);
            return;
          }
          json.writeArrayFieldStart("records");
          for (Delivery.KeyedRecord keyed : delivery.records()) {
            json.writeStartObject();
            json.writeStringField("key", keyed.key());
            if (keyed.tuple() != null) {
              json.writeStringField("tuple", keyed.tuple());
            }
            text("text", keyed.value(), json);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** All lines so far, each ended. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private void line(Fields fields) {
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text as it is, or in Base64 under a name that says so where it is not UTF-8. */
  private static void text(String name, byte[] value, JsonGenerator json) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      json.writeStringField(name, text);
    } catch (CharacterCodingException e) {
      json.writeBinaryField(name + "_base64", value);
    }
  }
}
