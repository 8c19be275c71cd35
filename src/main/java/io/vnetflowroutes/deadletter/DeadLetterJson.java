package io.vnetflowroutes.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.handover.UnreadableJson;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The form of dead letters: one JSON object per line, with everything that a replay needs. The same
 * class writes and reads it, so that both use the same keys. One thread writes with an instance.
 */
public final class DeadLetterJson {

  private static final String REASON = "reason";
  private static final String KIND = "kind";
  static final String ORDINAL = UnreadableJson.ORDINAL;
  private static final String DESTINATION = "destination";
  private static final String FORMAT = "format";
  private static final String MESSAGE = "message";

  /** Where in the text one entry ends and the next begins, in bytes. */
  private static final String CUTS = "cuts";

  /** A message with flows that a plug-in's format does not write. */
  private static final String UNWRITTEN = "unwritten";

  private static final String FILE = "file";
  static final String FLOWS = "flows";
  private static final String RECORDS = "records";
  private static final String KEY = "key";
  private static final String TUPLE = "tuple";
  private static final String TEXT = UnreadableJson.TEXT;

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
    line(json -> UnreadableJson.write(unreadable, json));
  }

  /**
   * Adds the line of a message that a destination refused.
   *
   * @param format the name of the format it was made in; empty if nobody knows
   */
  public void refused(String destination, String format, Delivery delivery, String reason) {
    line(
        json -> {
          json.writeStringField(REASON, reason);
          json.writeStringField(KIND, delivery.unwritten() == null ? MESSAGE : UNWRITTEN);
          json.writeStringField(DESTINATION, destination);
          json.writeStringField(FORMAT, format);
          json.writeStringField(MESSAGE, delivery.key());
          json.writeStringField(FILE, delivery.fileName());
          json.writeNumberField(FLOWS, delivery.flows());
          if (delivery.body() != null && delivery.cuts().length > 0) {
            json.writeStringField(CUTS, cuts(delivery.cuts()));
          }
          if (delivery.body() != null) {
            UnreadableJson.text(TEXT, delivery.body(), json);
            tuples(delivery, json);
            return;
          }
          json.writeArrayFieldStart(RECORDS);
          for (Delivery.KeyedRecord keyed : delivery.records()) {
            json.writeStartObject();
            json.writeStringField(KEY, keyed.key());
            if (keyed.tuple() != null) {
              json.writeStringField(TUPLE, keyed.tuple());
            }
            UnreadableJson.text(TEXT, keyed.value(), json);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String cuts(int[] cuts) {
    return IntStream.of(cuts).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  private static int[] cuts(Map<String, String> fields) {
    String cuts = fields.get(CUTS);
    return cuts == null
        ? new int[0]
        : Stream.of(cuts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /** The flows of a message that is no text, for people who look why they could not be written. */
  private static void tuples(Delivery delivery, JsonGenerator json) throws IOException {
    if (delivery.unwritten() == null) {
      return;
    }
    json.writeArrayFieldStart(RECORDS);
    for (Flow flow : StoredFlows.read(delivery.body())) {
      json.writeStartObject();
      json.writeStringField(TUPLE, flow.tuple());
      json.writeEndObject();
    }
    json.writeEndArray();
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

  /** Reads a line; one that cannot be read says so in its reason. */
  public static DeadLetter read(String line) {
    try (JsonParser parser = READING.createParser(line)) {
      List<Map<String, String>> records = new ArrayList<>();
      Map<String, String> fields =
          parser.nextToken() == JsonToken.START_OBJECT ? fields(parser, records) : Map.of();
      return MESSAGE.equals(fields.get(KIND)) || UNWRITTEN.equals(fields.get(KIND))
          ? refused(line, fields, records)
          : unreadable(line, fields);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return new DeadLetter(line, null, null, null, null, NOT_OURS);
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
    boolean unwritten = UNWRITTEN.equals(fields.get(KIND));
    List<KeyedRecord> keyed =
        (unwritten ? List.<Map<String, String>>of() : records)
            .stream()
                .map(record -> new KeyedRecord(record.get(KEY), text(record), record.get(TUPLE)))
                .toList();
    Delivery delivery =
        new Delivery(
            needed(fields, MESSAGE),
            needed(fields, FILE),
            keyed.isEmpty() ? text(fields) : null,
            cuts(fields),
            keyed,
            Integer.parseInt(needed(fields, FLOWS)));
    String reason = fields.get(REASON);
    return new DeadLetter(
        line,
        null,
        unwritten ? delivery.unwritten(needed(fields, REASON)) : delivery,
        needed(fields, DESTINATION),
        fields.getOrDefault(FORMAT, ""),
        reason);
  }

  private static DeadLetter unreadable(String line, Map<String, String> fields) {
    Unreadable unreadable = UnreadableJson.read(fields);
    return new DeadLetter(line, unreadable, null, null, null, unreadable.reason());
  }

  private static byte[] text(Map<String, String> fields) {
    return UnreadableJson.text(TEXT, fields);
  }

  private static String needed(Map<String, String> fields, String name) {
    return UnreadableJson.needed(fields, name);
  }
}
