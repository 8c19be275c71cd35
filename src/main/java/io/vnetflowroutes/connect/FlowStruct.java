package io.vnetflowroutes.connect;

import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * A flow as a value with a schema, for converters of Avro, Protobuf and JSON Schema,
 * transformations, and sinks that make tables: the fields of the flat format, each with its own
 * type.
 */
final class FlowStruct {

  /** A field's type, and where its value comes from. */
  private record Field(Schema schema, Function<Flow, Object> value) {}

  /**
   * What a value takes beside its texts if it is written as JSON, at most: names, marks, numbers,
   * and the schema, which Connect's own converter writes with each value.
   */
  private static final int FRAME = 4096;

  /** As many bytes as a character of a text takes in JSON at the most. */
  private static final int MOST_OF_A_CHARACTER = 6;

  private static final Schema MAYBE_TIME = Timestamp.builder().optional().build();

  private static final Map<String, Field> FIELDS = fields();

  static final Schema SCHEMA = schema();

  private FlowStruct() {}

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("id", new Field(Schema.STRING_SCHEMA, Flow::id));
    fields.put(
        "time",
        new Field(
            Timestamp.SCHEMA, flow -> Timestamp.toLogical(Timestamp.SCHEMA, flow.timeMillis())));
    fields.put("record_time", new Field(MAYBE_TIME, FlowStruct::recordTime));
    fields.put("decision", new Field(Schema.STRING_SCHEMA, flow -> flow.decision().word()));
    text(fields, TupleField.STATE);
    text(fields, TupleField.DIRECTION);
    text(fields, TupleField.SRC_IP);
    number(fields, TupleField.SRC_PORT);
    text(fields, TupleField.DST_IP);
    number(fields, TupleField.DST_PORT);
    number(fields, TupleField.PROTOCOL);
    fields.put(
        "protocol_name",
        new Field(Schema.OPTIONAL_STRING_SCHEMA, flow -> Protocols.name(flow.protocol())));
    text(fields, TupleField.ENCRYPTION);
    counter(fields, TupleField.PACKETS_SENT);
    counter(fields, TupleField.BYTES_SENT);
    counter(fields, TupleField.PACKETS_RECEIVED);
    counter(fields, TupleField.BYTES_RECEIVED);
    group(fields, "rule", FlowGroup::rule);
    group(fields, "acl_id", FlowGroup::aclId);
    group(fields, "acl_name", FlowGroup::aclName);
    record(fields, "mac_address", RecordContext::macAddress);
    record(fields, "flow_log_id", RecordContext::flowLogId);
    record(fields, "flow_log_type", record -> record.type().word());
    record(fields, "flow_log_version", RecordContext::version);
    record(fields, "target_id", RecordContext::targetId);
    record(fields, "subscription_id", RecordContext::subscriptionId);
    record(fields, "resource_group", RecordContext::resourceGroup);
    record(fields, "virtual_network", RecordContext::virtualNetwork);
    record(fields, "region", RecordContext::region);
    record(fields, "source", record -> record.origin().source());
    fields.put(
        "extra",
        new Field(Schema.OPTIONAL_STRING_SCHEMA, flow -> flow.hasExtra() ? flow.extra() : null));
    return fields;
  }

  private static Object recordTime(Flow flow) {
    long time = flow.record().timeMillis();
    return time == 0 ? null : Timestamp.toLogical(MAYBE_TIME, time);
  }

  private static void text(Map<String, Field> fields, TupleField field) {
    fields.put(
        field.word(),
        new Field(
            Schema.OPTIONAL_STRING_SCHEMA,
            flow -> flow.from(field) == flow.to(field) ? null : flow.get(field)));
  }

  private static void number(Map<String, Field> fields, TupleField field) {
    fields.put(
        field.word(),
        new Field(
            Schema.OPTIONAL_INT32_SCHEMA,
            flow -> flow.from(field) == flow.to(field) ? null : (int) flow.number(field)));
  }

  /** Empty where Azure gave no statistics, which is not zero. */
  private static void counter(Map<String, Field> fields, TupleField field) {
    fields.put(
        field.word(),
        new Field(
            Schema.OPTIONAL_INT64_SCHEMA,
            flow -> flow.from(field) == flow.to(field) ? null : flow.number(field)));
  }

  private static void group(
      Map<String, Field> fields, String name, Function<FlowGroup, String> value) {
    fields.put(name, new Field(Schema.OPTIONAL_STRING_SCHEMA, flow -> value.apply(flow.group())));
  }

  private static void record(
      Map<String, Field> fields, String name, Function<RecordContext, String> value) {
    fields.put(name, new Field(Schema.OPTIONAL_STRING_SCHEMA, flow -> value.apply(flow.record())));
  }

  private static Schema schema() {
    SchemaBuilder schema = SchemaBuilder.struct().name("io.vnetflowroutes.Flow").version(1);
    FIELDS.forEach((name, field) -> schema.field(name, field.schema()));
    return schema.build();
  }

  /** A flow as a value of the schema. */
  static Struct of(Flow flow) {
    Struct struct = new Struct(SCHEMA);
    FIELDS.forEach((name, field) -> struct.put(name, field.value().apply(flow)));
    return struct;
  }

  /** Whether a value is so long that a converter may write more than so many bytes. */
  static boolean isLongerThan(int limit, Struct struct) {
    return length(struct, text -> text.length() * MOST_OF_A_CHARACTER) > limit
        && length(struct, QuotedText::bytes) > limit;
  }

  private static long length(Struct struct, ToIntFunction<String> ofText) {
    long length = FRAME;
    for (org.apache.kafka.connect.data.Field field : SCHEMA.fields()) {
      if (struct.get(field) instanceof String text) {
        length += ofText.applyAsInt(text);
      }
    }
    return length;
  }
}
