package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.ENCRYPTION;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;
import static io.vnetflowroutes.flow.TupleField.STATE;

import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;

/**
 * One flat JSON object a flow, with snake_case fields in the terms of Azure's documents. What a
 * record or a group decides is encoded once and copied for each of its flows.
 */
public final class FlatFormat implements Format {

  private static final byte[] TIME = ascii("\",\"time\":\"");
  private static final byte[] DECISION_ALLOW = ascii("\"decision\":\"allow\",\"state\":");
  private static final byte[] DECISION_DENY = ascii("\"decision\":\"deny\",\"state\":");
  private static final byte[] DIRECTION_KEY = ascii(",\"direction\":");
  private static final byte[] SRC_IP_KEY = ascii(",\"src_ip\":\"");
  private static final byte[] SRC_PORT_KEY = ascii("\",\"src_port\":");
  private static final byte[] DST_IP_KEY = ascii(",\"dst_ip\":\"");
  private static final byte[] DST_PORT_KEY = ascii("\",\"dst_port\":");
  private static final byte[] ENCRYPTION_KEY = ascii(",\"encryption\":");
  private static final byte[] PACKETS_SENT_KEY = ascii(",\"packets_sent\":");
  private static final byte[] BYTES_SENT_KEY = ascii(",\"bytes_sent\":");
  private static final byte[] PACKETS_RECEIVED_KEY = ascii(",\"packets_received\":");
  private static final byte[] BYTES_RECEIVED_KEY = ascii(",\"bytes_received\":");
  private static final byte[] EXTRA_KEY = ascii(",\"extra\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[][] PROTOCOLS = new byte[256][];

  static {
    ByteOutput out = new ByteOutput(64);
    for (int number = 0; number < PROTOCOLS.length; number++) {
      out.clear();
      putProtocol(number, out);
      PROTOCOLS[number] = out.toByteArray();
    }
  }

  private final Rfc3339 time = new Rfc3339();
  private RecordContext record;
  private FlowGroup group;
  private byte[] idStart = {};
  private byte[] recordTime = {};
  private byte[] groupEnd = {};

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      startGroup(flow.group());
    }
    out.put(idStart).putDecimal(flow.ordinal()).put(TIME);
    time.write(flow.timeMillis(), out);
    out.put(recordTime).put(flow.decision() == Decision.DENY ? DECISION_DENY : DECISION_ALLOW);
    putText(flow, STATE, out);
    putText(flow, DIRECTION, out.put(DIRECTION_KEY));
    putDigits(flow, SRC_IP, out.put(SRC_IP_KEY));
    putDigits(flow, SRC_PORT, out.put(SRC_PORT_KEY));
    putDigits(flow, DST_IP, out.put(DST_IP_KEY));
    putDigits(flow, DST_PORT, out.put(DST_PORT_KEY));
    putProtocol(flow, out);
    putText(flow, ENCRYPTION, out.put(ENCRYPTION_KEY));
    putCounter(flow, PACKETS_SENT, out.put(PACKETS_SENT_KEY));
    putCounter(flow, BYTES_SENT, out.put(BYTES_SENT_KEY));
    putCounter(flow, PACKETS_RECEIVED, out.put(PACKETS_RECEIVED_KEY));
    putCounter(flow, BYTES_RECEIVED, out.put(BYTES_RECEIVED_KEY));
    if (flow.hasExtra()) {
      out.put(EXTRA_KEY).putJsonString(flow.extra());
    }
    out.put(groupEnd);
  }

  private void startGroup(FlowGroup next) {
    ByteOutput out = new ByteOutput(1024);
    if (!next.record().equals(record)) {
      record = next.record();
      idStart = ascii("{\"id\":\"" + record.idPrefix());
      out.put(ascii("\",\"record_time\":")).putJsonString(record.time()).put(',');
      recordTime = out.toByteArray();
      out.clear();
    }
    group = next;
    out.put(ascii(",\"rule\":")).putJsonString(group.rule());
    out.put(ascii(",\"acl_id\":")).putJsonString(group.aclId());
    out.put(ascii(",\"acl_name\":")).putJsonString(group.aclName());
    out.put(ascii(",\"mac_address\":")).putJsonString(record.macAddress());
    out.put(ascii(",\"flow_log_id\":")).putJsonString(record.flowLogId());
    out.put(ascii(",\"flow_log_type\":")).putJsonString(record.type().word());
    out.put(ascii(",\"flow_log_version\":")).putJsonNumber(record.version());
    out.put(ascii(",\"target_id\":")).putJsonString(record.targetId());
    out.put(ascii(",\"subscription_id\":")).putJsonString(record.subscriptionId());
    out.put(ascii(",\"resource_group\":")).putJsonString(record.resourceGroup());
    out.put(ascii(",\"virtual_network\":")).putJsonString(record.virtualNetwork());
    out.put(ascii(",\"region\":")).putJsonString(record.region());
    out.put(ascii(",\"source\":")).putJsonString(record.origin().source());
    groupEnd = out.put('}').toByteArray();
  }

  private static void putProtocol(Flow flow, ByteOutput out) {
    int number = flow.protocol();
    if (number < PROTOCOLS.length) {
      out.put(PROTOCOLS[number]);
    } else {
      putProtocol(number, out);
    }
  }

  private static void putProtocol(int number, ByteOutput out) {
    out.put(ascii(",\"protocol\":")).putDecimal(number);
    out.put(ascii(",\"protocol_name\":")).putJsonString(Protocols.name(number));
  }

  private static void putText(Flow flow, TupleField field, ByteOutput out) {
    int from = flow.from(field);
    int to = flow.to(field);
    if (from == to) {
      out.put(NULL);
    } else if (flow.plain()) {
      out.put('"').put(flow.text(), from, to - from).put('"');
    } else {
      out.put('"').putJsonEscaped(flow.text(), from, to).put('"');
    }
  }

  private static void putCounter(Flow flow, TupleField field, ByteOutput out) {
    if (flow.from(field) == flow.to(field)) {
      out.put(NULL);
    } else {
      putDigits(flow, field, out);
    }
  }

  private static void putDigits(Flow flow, TupleField field, ByteOutput out) {
    int from = flow.from(field);
    out.put(flow.text(), from, flow.to(field) - from);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
