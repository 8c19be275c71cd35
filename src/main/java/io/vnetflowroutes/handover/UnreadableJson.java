package io.vnetflowroutes.handover;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.flow.AzureTime;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.source.BlobName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The fields of a dead letter about a record or tuple that could not be read, with all that a
 * replay needs. The same class writes and reads them, so that both know the same keys.
 */
public final class UnreadableJson {

  /** The key of what was kept. */
  public static final String TEXT = "text";

  /** The key of a tuple's number within its record. */
  public static final String ORDINAL = "ordinal";

  private static final String REASON = "reason";
  private static final String KIND = "kind";
  private static final String SOURCE = "source";
  private static final String BLOB = "blob";
  private static final String OFFSET = "offset";
  private static final String RULE = "rule";
  private static final String ACL_ID = "aclID";
  private static final String TYPE = "type";
  private static final String TIME = "time";
  private static final String FLOW_LOG_VERSION = "flowLogVersion";
  private static final String MAC_ADDRESS = "macAddress";
  private static final String FLOW_LOG_ID = "flowLogResourceID";
  private static final String TARGET_ID = "targetResourceID";

  /** Behind the key of a text that is not UTF-8. */
  private static final String BASE64 = "_base64";

  private UnreadableJson() {}

  /** Writes the fields of an object that is begun. */
  public static void write(Unreadable unreadable, JsonGenerator json) throws IOException {
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
  }

  /** Writes the fields of a tuple's record, in the words of the record. */
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

  /** Writes text as it is, or in Base64 under a name that says so where it is not UTF-8. */
  public static void text(String name, byte[] value, JsonGenerator json) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      json.writeStringField(name, text);
    } catch (CharacterCodingException e) {
      json.writeBinaryField(name + BASE64, value);
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if a field is missing or wrong
   */
  public static Unreadable read(Map<String, String> fields) {
    String blob = needed(fields, BLOB);
    Origin origin =
        new Origin(
            needed(fields, SOURCE),
            blob,
            BlobName.parse(blob).orElseThrow(() -> new IllegalArgumentException(blob)).hour());
    long offset = Long.parseLong(needed(fields, OFFSET));
    boolean tuple = fields.containsKey(ORDINAL);
    return new Unreadable(
        origin,
        offset,
        tuple ? Integer.parseInt(fields.get(ORDINAL)) : -1,
        needed(fields, KIND),
        tuple ? group(origin, offset, fields) : null,
        text(TEXT, fields),
        needed(fields, REASON));
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

  /** Reads what {@link #text(String, byte[], JsonGenerator)} has written. */
  public static byte[] text(String name, Map<String, String> fields) {
    String base64 = fields.get(name + BASE64);
    return base64 == null
        ? needed(fields, name).getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(base64);
  }

  /**
   * A field that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String needed(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }
}
