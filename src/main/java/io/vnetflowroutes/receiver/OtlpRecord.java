package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.Format;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A flow as a log record of OpenTelemetry, in its JSON encoding and with the names of its semantic
 * conventions for sources, destinations, networks and clouds. Attributes for which the conventions
 * have no name begin with {@code azure.flow}. The resource is the network interface. An instance
 * belongs to one thread.
 */
final class OtlpRecord implements Format {

  private final String fixed;
  private RecordContext record;
  private byte[] resource = {};
  private boolean first;

  OtlpRecord(Options options, Map<String, String> ofType) {
    ByteOutput out = new ByteOutput(256);
    first = true;
    options.fields(ofType).forEach((name, value) -> text(name, value, out));
    fixed = new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.record().equals(record)) {
      record = flow.record();
      resource = resource(record);
    }
    out.put(resource);
    out.put("{\"timeUnixNano\":\"").putDecimal(flow.timeMillis()).put("000000\"");
    out.put(",\"observedTimeUnixNano\":\"").putDecimal(record.timeMillis()).put("000000\"");
    out.put(",\"severityNumber\":9,\"eventName\":\"azure.flow\",\"attributes\":[");
    first = true;
    text("flow.id", flow.id(), out);
    text("source.address", flow.get(TupleField.SRC_IP), out);
    number("source.port", flow.get(TupleField.SRC_PORT), out);
    text("destination.address", flow.get(TupleField.DST_IP), out);
    number("destination.port", flow.get(TupleField.DST_PORT), out);
    text("network.transport", Protocols.lowerCaseName(flow.protocol()), out);
    text("network.type", flow.get(TupleField.SRC_IP).indexOf(':') < 0 ? "ipv4" : "ipv6", out);
    text("network.io.direction", direction(flow.get(TupleField.DIRECTION)), out);
    text("azure.flow.decision", Documents.decision(flow), out);
    text("azure.flow.state", flow.get(TupleField.STATE), out);
    text("azure.flow.encryption", flow.get(TupleField.ENCRYPTION), out);
    number("azure.flow.packets_sent", flow.get(TupleField.PACKETS_SENT), out);
    number("azure.flow.bytes_sent", flow.get(TupleField.BYTES_SENT), out);
    number("azure.flow.packets_received", flow.get(TupleField.PACKETS_RECEIVED), out);
    number("azure.flow.bytes_received", flow.get(TupleField.BYTES_RECEIVED), out);
    FlowGroup group = flow.group();
    text("azure.flow.rule", group.rule(), out);
    text("azure.flow.acl_id", group.aclId(), out);
    out.put("]}]}]}");
  }

  private byte[] resource(RecordContext of) {
    ByteOutput out = new ByteOutput(1024);
    out.put("{\"resource\":{\"attributes\":[").put(fixed);
    first = fixed.isEmpty();
    text("cloud.provider", "azure", out);
    text("cloud.account.id", of.subscriptionId(), out);
    text("cloud.region", of.region(), out);
    text("cloud.resource_id", of.targetId(), out);
    text("azure.flow_log.id", of.flowLogId(), out);
    text("azure.flow_log.type", of.type().word(), out);
    text("host.mac", of.macAddress(), out);
    out.put("]},\"scopeLogs\":[{\"scope\":{\"name\":\"vnet-flow-routes\"},\"logRecords\":[");
    return out.toByteArray();
  }

  private static String direction(String letter) {
    return switch (letter) {
      case "I" -> "receive";
      case "O" -> "transmit";
      default -> letter;
    };
  }

  private void text(String key, String value, ByteOutput out) {
    if (value != null && !value.isEmpty()) {
      key(key, "string", out);
      out.putJsonString(value).put("}}");
    }
  }

  private void number(String key, String digits, ByteOutput out) {
    if (!digits.isEmpty()) {
      key(key, "int", out);
      out.putJsonString(signed(digits)).put("}}");
    }
  }

  /** A number as text; the protocol has no number above 2^63-1. */
  private static String signed(String digits) {
    return digits.length() < 19
        ? digits
        : new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).toString();
  }

  private void key(String key, String type, ByteOutput out) {
    if (!first) {
      out.put(',');
    }
    first = false;
    out.put("{\"key\":").putJsonString(key).put(",\"value\":{\"" + type + "Value\":");
  }
}
