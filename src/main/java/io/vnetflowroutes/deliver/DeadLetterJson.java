package io.vnetflowroutes.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vnetflowroutes.deliver.Delivery.KeyedRecord;
import io.vnetflowroutes.flow.AzureTime;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.source.BlobName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of dead letters: one JSON object a line, with all that a replay needs. The same class
 * writes and reads it, so that both know the same keys. One thread writes with an instance.
 */
public final class DeadLetterJson {

  private static final String REASON = "reason";
  private static final String KIND = "kind";
  private static final String SOURCE = "source";
  private static final String BLOB = "blob";
  private static final String OFFSET = "offset";
  static final String ORDINAL = "ordinal";
  private static final String TEXT = "text";
  private static final String RULE = "rule";
  private static final String ACL_ID = "aclID";
  private static final String TYPE = "type";
  private static final String TIME = "time";
  private static final String FLOW_LOG_VERSION = "flowLogVersion";
  private static final String MAC_ADDRESS = "macAddress";
  private static final String FLOW_LOG_ID = "flowLogResourceID";
  private static final String TARGET_ID = "targetResourceID";
  private static final String DESTINATION = "destination";
  private static final String MESSAGE = "message";
  private static final String FILE = "file";
  static final String FLOWS = "flows";
  private static final String RECORDS = "records";
  private static final String KEY = "key";
  private static final String TUPLE = "tuple";

  /** Behind the key of a text that is not UTF-8. */
  private static final String BASE64 = "_base64";

  private static final String NOT_OURS = "The line is no dead letter of this program";

  private static final JsonFactory JSON = new JsonFactory();

  private static final JsonFactory READING =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  /** Adds the line of a record or tuple that could not be read. */
  public void unreadable(Unreadable unreadable) {
    line(
        json -> {
          json.writeStringField(REASON, unreadable.reason());
          json.writeStringField(KIND, unreadable.kind());
          json.writeStringField(SOURCE, unreadable.origin().source());
          json.writeStringField(BLOB, unreadable.origin().blob());
          json.writeNumberField(OFFSET, unreadable.offset());
          if (unreadable.group() != null) {
            json.writeNumberField(ORDINAL, unreadable.ordinal());
            group(unreadable.group(), json);
          }
          text(TEXT, unreadable.text(), json);
        });
  }

  /** What the record of a tuple says, in the words of the record. */
  private static void group(FlowGroup group, JsonGenerator json) throws IOException {
    RecordContext record = group.record();
    json.writeStringField(RULE, group.rule());
    json.writeStringField(ACL_ID, group.aclId());
    json.writeStringField(TYPE, record.type().word());
    json.writeStringField(TIME, record.time());
    json.writeStringField(FLOW_LOG_VERSION, record.version());
    json.writeStringField(MAC_ADDRESS, record.macAddress());
    json.writeStringField(FLOW_LOG_ID, record.flowLogId());
    json.writeStringField(TARGET_ID, record.targetId());
  }

  /** Adds the line of a message that a destination refused. */
  void refused(String destination, Delivery delivery, String reason) {
    line(
        json -> {
          json.writeStringField(REASON, reason);
          json.writeStringField(KIND, MESSAGE);
          json.writeStringField(DESTINATION, destination);
          json.writeStringField(MESSAGE, delivery.key());
          json.writeStringField(FILE, delivery.fileName());
          json.writeNumberField(FLOWS, delivery.flows());
          if (delivery.body() != null) {
            text(TEXT, delivery.body(), json);
            return;
          }
          json.writeArrayFieldStart(RECORDS);
          for (Delivery.KeyedRecord keyed : delivery.records()) {
            json.writeStartObject();
            json.writeStringField(KEY, keyed.key());
            if (keyed.tuple() != null) {
              json.writeStringField(TUPLE, keyed.tuple());
            }
            text(TEXT, keyed.value(), json);
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
      json.writeBinaryField(name + BASE64, value);
    }
  }

  /** Reads a line; one that cannot be read says so in its reason. */
  public static DeadLetter read(String line) {
    try (JsonParser parser = READING.createParser(line)) {
      List<Map<String, String>> records = new ArrayList<>();
      Map<String, String> fields =
          parser.nextToken() == JsonToken.START_OBJECT ? fields(parser, records) : Map.of();
      return MESSAGE.equals(fields.get(KIND))
          ? refused(line, fields, records)
          : unreadable(line, fields);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return new DeadLetter(line, null, null, null, NOT_OURS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scalar fields of an object; those of objects in an array go to the list. */
  private static Map<String, String> fields(JsonParser parser, List<Map<String, String>> records)
      throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          records.add(fields(parser, records));
        }
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, parser.getText());
      }
    }
    return fields;
  }

  private static DeadLetter refused(
      String line, Map<String, String> fields, List<Map<String, String>> records) {
    List<KeyedRecord> keyed =
        records.stream()
            .map(record -> new KeyedRecord(record.get(KEY), text(record), record.get(TUPLE)))
            .toList();
    Delivery delivery =
        new Delivery(
            needed(fields, MESSAGE),
            needed(fields, FILE),
            keyed.isEmpty() ? text(fields) : null,
            new int[0],
            keyed,
            Integer.parseInt(needed(fields, FLOWS)));
    return new DeadLetter(line, null, delivery, needed(fields, DESTINATION), fields.get(REASON));
  }

  private static DeadLetter unreadable(String line, Map<String, String> fields) {
    String blob = needed(fields, BLOB);
    Origin origin =
        new Origin(
            needed(fields, SOURCE),
            blob,
            BlobName.parse(blob).orElseThrow(() -> new IllegalArgumentException(blob)).hour());
    long offset = Long.parseLong(needed(fields, OFFSET));
    boolean tuple = fields.containsKey(ORDINAL);
    Unreadable unreadable =
        new Unreadable(
            origin,
            offset,
            tuple ? Integer.parseInt(fields.get(ORDINAL)) : -1,
            needed(fields, KIND),
            tuple ? group(origin, offset, fields) : null,
            text(fields),
            needed(fields, REASON));
    return new DeadLetter(line, unreadable, null, null, unreadable.reason());
  }

  private static FlowGroup group(Origin origin, long offset, Map<String, String> fields) {
    RecordContext record =
        new RecordContext(
            origin,
            offset,
            fields.get(TIME),
            AzureTime.millis(fields.get(TIME)),
            FlowLogType.named(fields.getOrDefault(TYPE, FlowLogType.VNET.word())),
            fields.get(FLOW_LOG_VERSION),
            fields.get(MAC_ADDRESS),
            fields.get(FLOW_LOG_ID),
            fields.get(TARGET_ID),
            null);
    return new FlowGroup(record, fields.get(ACL_ID), fields.get(RULE));
  }

  private static byte[] text(Map<String, String> fields) {
    String base64 = fields.get(TEXT + BASE64);
    return base64 == null
        ? needed(fields, TEXT).getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(base64);
  }

  private static String needed(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }
}
