package io.vnetflowroutes.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Makes records of Avro's from flows in the format flat. Any thread may call it. */
final class AvroRecords {

  /** The schema of a flow: the same for all, so that a registry keeps one version. */
  static final Schema SCHEMA = schema();

  private static final JsonFactory JSON = new JsonFactory();

  private AvroRecords() {}

  private static Schema schema() {
    try (InputStream text = AvroRecords.class.getResourceAsStream("Flow.avsc")) {
      return new Schema.Parser().parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A record.
   *
   * @param flat a flow in the format flat
   * @throws SerializationException if the flow has a value that its field does not take
   * @throws UserError if the format is another, or has other fields
   */
  static GenericRecord of(byte[] flat) {
    GenericRecord record = new GenericData.Record(SCHEMA);
    try (JsonParser json = JSON.createParser(flat)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UserError("Avro is made of flows in the format flat; set format to flat");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        Schema.Field field = SCHEMA.getField(name);
        if (field == null) {
          throw new UserError(
              "Avro is made of flows in the format flat, whose fields keep their names; the schema"
                  + " has no field '"
                  + name
                  + "'");
        }
        JsonToken token = json.nextToken();
        record.put(field.pos(), token == JsonToken.VALUE_NULL ? null : value(field, json));
      }
    } catch (IOException e) {
      // The text is not quoted: it is a flow's.
      throw new SerializationException(
          "A value of a flow does not fit its field in the schema of Avro");
    }
    for (Schema.Field field : SCHEMA.getFields()) {
      if (record.get(field.pos()) == null && !field.schema().isUnion()) {
        throw new UserError(
            "Avro is made of flows that have the field '%s'; leave it in fields"
                .formatted(field.name()));
      }
    }
    return record;
  }

  private static Object value(Schema.Field field, JsonParser json) throws IOException {
    Schema schema = field.schema();
    Schema type = schema.isUnion() ? schema.getTypes().get(1) : schema;
    if (type.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      return Instant.parse(json.getText()).toEpochMilli();
    }
    return switch (type.getType()) {
      case INT -> json.getIntValue();
      case LONG -> json.getLongValue();
      case BOOLEAN -> json.getBooleanValue();
      default -> json.getText();
    };
  }
}
