package io.vnetflowroutes.deliver;

import com.fasterxml.jackson.core.JsonFactory;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the lines that the dead letter writes; their keys are those of {@code Letter}. */
public final class DeadLetterReader {

  private static final String MESSAGE = "message";
  private static final String NOT_OURS = "The line is no dead letter of this program";

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** Reads a line; one that cannot be read says so in its reason. */
  public DeadLetter read(String line) {
    try (JsonParser parser = json.createParser(line)) {
      List<Map<String, String>> records = new ArrayList<>();
      Map<String, String> fields =
          parser.nextToken() == JsonToken.START_OBJECT ? fields(parser, records) : Map.of();
      return MESSAGE.equals(fields.get("kind"))
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
            .map(record -> new KeyedRecord(record.get("key"), text(record), record.get("tuple")))
            .toList();
    Delivery delivery =
        new Delivery(
            needed(fields, "message"),
            needed(fields, "file"),
            keyed.isEmpty() ? text(fields) : null,
            new int[0],
            keyed,
            Integer.parseInt(needed(fields, "flows")));
    return new DeadLetter(
        line, null, delivery, needed(fields, "destination"), fields.get("reason"));
  }

  private static DeadLetter unreadable(String line, Map<String, String> fields) {
    String blob = needed(fields, "blob");
    Origin origin =
        new Origin(
            needed(fields, "source"),
            blob,
            BlobName.parse(blob).orElseThrow(() -> new IllegalArgumentException(blob)).hour());
    long offset = Long.parseLong(needed(fields, "offset"));
    boolean tuple = fields.containsKey("ordinal");
    Unreadable unreadable =
        new Unreadable(
            origin,
            offset,
            tuple ? Integer.parseInt(fields.get("ordinal")) : -1,
            needed(fields, "kind"),
            tuple ? group(origin, offset, fields) : null,
            text(fields),
            needed(fields, "reason"));
    return new DeadLetter(line, unreadable, null, null, unreadable.reason());
  }

  private static FlowGroup group(Origin origin, long offset, Map<String, String> fields) {
    RecordContext record =
        new RecordContext(
            origin,
            offset,
            fields.get("time"),
            AzureTime.millis(fields.get("time")),
            FlowLogType.named(fields.getOrDefault("type", FlowLogType.VNET.word())),
            fields.get("flowLogVersion"),
            fields.get("macAddress"),
            fields.get("flowLogResourceID"),
            fields.get("targetResourceID"),
            null);
    return new FlowGroup(record, fields.get("aclID"), fields.get("rule"));
  }

  private static byte[] text(Map<String, String> fields) {
    String base64 = fields.get("text_base64");
    return base64 == null
        ? needed(fields, "text").getBytes(StandardCharsets.UTF_8)
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
