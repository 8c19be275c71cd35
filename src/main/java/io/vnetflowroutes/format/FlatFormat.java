package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteCopy;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.bytes.Digits;
import io.vnetflowroutes.bytes.Literal;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.GroupCache;
import io.vnetflowroutes.table.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One flat JSON object per flow, with snake_case fields in the terms of Azure's documents.
 *
 * <p>This class writes nearly every flow without the table: it reserves room once, copies fields in
 * machine words, and encodes the values of a record or a group once, to copy them for each of its
 * flows. It passes unusual flows to {@link ChosenFlatFormat}, which writes the same output for all
 * flows.
 */
public final class FlatFormat implements Format {

  private static final int TIME = TupleField.TIME.position();
  private static final int SRC_IP = TupleField.SRC_IP.position();
  private static final int DST_IP = TupleField.DST_IP.position();
  private static final int SRC_PORT = TupleField.SRC_PORT.position();
  private static final int DST_PORT = TupleField.DST_PORT.position();
  private static final int DIRECTION = TupleField.DIRECTION.position();
  private static final int STATE = TupleField.STATE.position();
  private static final int ENCRYPTION = TupleField.ENCRYPTION.position();
  private static final int PACKETS_SENT = TupleField.PACKETS_SENT.position();
  private static final int BYTES_SENT = TupleField.BYTES_SENT.position();
  private static final int PACKETS_RECEIVED = TupleField.PACKETS_RECEIVED.position();
  private static final int BYTES_RECEIVED = TupleField.BYTES_RECEIVED.position();

  private static final Literal TIME_KEY = Literal.of("\",\"time\":\"");
  private static final Literal ALLOW = Literal.of("allow\",\"state\":");
  private static final Literal DENY = Literal.of("deny\",\"state\":");
  private static final Literal DIRECTION_KEY = Literal.of(",\"direction\":");
  private static final Literal SRC_IP_KEY = Literal.of(",\"src_ip\":\"");
  private static final Literal SRC_PORT_KEY = Literal.of("\",\"src_port\":");
  private static final Literal DST_IP_KEY = Literal.of(",\"dst_ip\":\"");
  private static final Literal DST_PORT_KEY = Literal.of("\",\"dst_port\":");
  private static final Literal ENCRYPTION_KEY = Literal.of(",\"encryption\":");
  private static final Literal PACKETS_SENT_KEY = Literal.of(",\"packets_sent\":");
  private static final Literal BYTES_SENT_KEY = Literal.of(",\"bytes_sent\":");
  private static final Literal PACKETS_RECEIVED_KEY = Literal.of(",\"packets_received\":");
  private static final Literal BYTES_RECEIVED_KEY = Literal.of(",\"bytes_received\":");
  private static final Literal NULL = Literal.of("null");

  private static final byte[] RECORD_TIME_KEY = ascii("\",\"record_time\":");
  private static final byte[] DECISION_KEY = ascii(",\"decision\":\"");

  /** Both fields of the protocol, by its number. */
  private static final byte[][] PROTOCOLS = new byte[256][];

  /**
   * The room for everything but values: more than all keys, a time, an ordinal, and quotes or
   * {@code null} for each value.
   */
  private static final int ROOM = 512;

  static {
    ByteOutput out = new ByteOutput(64);
    for (int number = 0; number < PROTOCOLS.length; number++) {
      out.clear();
      out.put(",\"protocol\":").putDecimal(number);
      out.put(",\"protocol_name\":").putJsonString(Protocols.name(number));
      PROTOCOLS[number] = out.toByteArray();
    }
  }

  private final Rfc3339 time = new Rfc3339();
  private final Rfc3339 recordTimes = new Rfc3339();
  private final ByteOutput recordTime = new ByteOutput(128);
  private final GroupCache<byte[]> groupEnds = new GroupCache<>(FlatFormat::groupEnd);
  private RecordContext record;
  private FlowGroup group;
  private byte[] idStart = {};
  private byte[] groupEnd = {};
  private Format unusual;

  @Override
  public Set<String> members() {
    return Set.copyOf(FlatFields.NAMES);
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    int protocol = flow.protocol();
    if (isUsual(flow) && protocol < PROTOCOLS.length) {
      writeUsual(flow, PROTOCOLS[protocol], out);
    } else {
      if (unusual == null) {
        unusual = table();
      }
      unusual.write(flow, out);
    }
  }

  /** A format with the same output, which writes every flow by the table of fields. */
  static Format table() {
    return new ChosenFlatFormat(FieldChoice.extraBehindTuple(), Derivation.NONE);
  }

  /** Whether fields can be copied unchanged, in whole words that may end behind them. */
  private static boolean isUsual(Flow flow) {
    return flow.plain()
        && !flow.hasExtra()
        && flow.to(BYTES_RECEIVED) + ByteCopy.SLACK <= flow.text().length;
  }

  private void writeUsual(Flow flow, byte[] protocol, ByteOutput out) {
    if (!flow.group().equals(group)) {
      startGroup(flow.group());
    }
    byte[] text = flow.text();
    byte[] id = idStart;
    byte[] end = groupEnd;
    int tuple = flow.to(BYTES_RECEIVED) - flow.from(TIME);
    byte[] to =
        out.room(id.length + recordTime.size() + tuple + protocol.length + end.length + ROOM);
    int at = put(id, id.length, to, out.size());
    at = Digits.put(flow.ordinal(), to, at);
    at = TIME_KEY.put(to, at);
    at = time.put(flow.timeMillis(), to, at);
    at = put(recordTime.array(), recordTime.size(), to, at);
    at = flow.decision() == Decision.DENY ? DENY.put(to, at) : ALLOW.put(to, at);
    at = putText(text, flow.from(STATE), flow.to(STATE), to, at);
    at = DIRECTION_KEY.put(to, at);
    at = putText(text, flow.from(DIRECTION), flow.to(DIRECTION), to, at);
    at = SRC_IP_KEY.put(to, at);
    at = ByteCopy.words(text, flow.from(SRC_IP), flow.to(SRC_IP), to, at);
    at = SRC_PORT_KEY.put(to, at);
    at = ByteCopy.words(text, flow.from(SRC_PORT), flow.to(SRC_PORT), to, at);
    at = DST_IP_KEY.put(to, at);
    at = ByteCopy.words(text, flow.from(DST_IP), flow.to(DST_IP), to, at);
    at = DST_PORT_KEY.put(to, at);
    at = ByteCopy.words(text, flow.from(DST_PORT), flow.to(DST_PORT), to, at);
    at = put(protocol, protocol.length, to, at);
    at = ENCRYPTION_KEY.put(to, at);
    at = putText(text, flow.from(ENCRYPTION), flow.to(ENCRYPTION), to, at);
    at = PACKETS_SENT_KEY.put(to, at);
    at = putCounter(text, flow.from(PACKETS_SENT), flow.to(PACKETS_SENT), to, at);
    at = BYTES_SENT_KEY.put(to, at);
    at = putCounter(text, flow.from(BYTES_SENT), flow.to(BYTES_SENT), to, at);
    at = PACKETS_RECEIVED_KEY.put(to, at);
    at = putCounter(text, flow.from(PACKETS_RECEIVED), flow.to(PACKETS_RECEIVED), to, at);
    at = BYTES_RECEIVED_KEY.put(to, at);
    at = putCounter(text, flow.from(BYTES_RECEIVED), flow.to(BYTES_RECEIVED), to, at);
    out.end(put(end, end.length, to, at));
  }

  private void startGroup(FlowGroup next) {
    if (!next.record().equals(record)) {
      record = next.record();
      idStart = ascii("{\"id\":\"" + record.idPrefix());
      recordTime.clear();
      recordTime.put(RECORD_TIME_KEY).putJsonString(recordTimes.of(record)).put(DECISION_KEY);
    }
    group = next;
    groupEnd = groupEnds.of(next);
  }

  private static byte[] groupEnd(FlowGroup group) {
    RecordContext record = group.record();
    ByteOutput out = new ByteOutput(1024);
    out.put(ascii(",\"rule\":")).putJsonString(group.rule());
    out.put(ascii(",\"acl_id\":")).putJsonString(group.aclId());
    out.put(ascii(",\"acl_name\":")).putJsonString(group.aclName());
    out.put(ascii(",\"mac_address\":")).putJsonString(record.macAddress());
    out.put(ascii(",\"flow_log_id\":")).putJsonString(record.flowLogId());
    out.put(ascii(",\"flow_log_type\":")).putJsonString(record.type().word());
    out.put(ascii(",\"flow_log_version\":")).putJsonString(record.version());
    out.put(ascii(",\"target_id\":")).putJsonString(record.targetId());
    out.put(ascii(",\"subscription_id\":")).putJsonString(record.subscriptionId());
    out.put(ascii(",\"resource_group\":")).putJsonString(record.resourceGroup());
    out.put(ascii(",\"virtual_network\":")).putJsonString(record.virtualNetwork());
    out.put(ascii(",\"region\":")).putJsonString(record.region());
    out.put(ascii(",\"source\":")).putJsonString(record.origin().source());
    return out.put('}').toByteArray();
  }

  /** A text of the tuple, or {@code null} if it is absent. */
  private static int putText(byte[] text, int from, int end, byte[] to, int at) {
    if (from == end) {
      return NULL.put(to, at);
    }
    to[at] = '"';
    int next = ByteCopy.words(text, from, end, to, at + 1);
    to[next] = '"';
    return next + 1;
  }

  /** A number of the tuple, or {@code null} if it is absent. */
  private static int putCounter(byte[] text, int from, int end, byte[] to, int at) {
    return from == end ? NULL.put(to, at) : ByteCopy.words(text, from, end, to, at);
  }

  private static int put(byte[] from, int length, byte[] to, int at) {
    System.arraycopy(from, 0, to, at, length);
    return at + length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
