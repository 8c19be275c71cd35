package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.ENCRYPTION;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.PROTOCOL;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;
import static io.vnetflowroutes.flow.TupleField.STATE;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Comma-separated values after RFC 4180: the fields of the flat format, in its order, and {@code
 * extra}. What is absent is empty; an empty text is two quotes.
 */
public final class CsvFormat implements Format {

  /** The names in the header. */
  static final List<String> COLUMNS =
      List.of(
          ("id,time,record_time,decision,state,direction,src_ip,src_port,dst_ip,dst_port,protocol,"
                  + "protocol_name,encryption,packets_sent,bytes_sent,packets_received,"
                  + "bytes_received,rule,acl_id,acl_name,mac_address,flow_log_id,flow_log_type,"
                  + "flow_log_version,"
                  + "target_id,subscription_id,resource_group,virtual_network,region,source,extra")
              .split(","));

  private final FlowId id = new FlowId();
  private final Rfc3339 time = new Rfc3339();
  private FlowGroup group;
  private byte[] recordTime;
  private byte[] groupColumns;

  @Override
  public Syntax syntax() {
    return Syntax.CSV;
  }

  @Override
  public void header(ByteOutput out) {
    out.put(String.join(",", COLUMNS)).put(Syntax.CSV.lineEnd());
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      startGroup(flow.group());
    }
    id.write(flow, out);
    time.write(flow.timeMillis(), out.put(','));
    out.put(',').put(recordTime);
    out.put(',').put(flow.decision().word());
    put(flow, STATE, out.put(','));
    put(flow, DIRECTION, out.put(','));
    put(flow, SRC_IP, out.put(','));
    put(flow, SRC_PORT, out.put(','));
    put(flow, DST_IP, out.put(','));
    put(flow, DST_PORT, out.put(','));
    put(flow, PROTOCOL, out.put(','));
    put(Protocols.name(flow.protocol()), out.put(','));
    put(flow, ENCRYPTION, out.put(','));
    put(flow, PACKETS_SENT, out.put(','));
    put(flow, BYTES_SENT, out.put(','));
    put(flow, PACKETS_RECEIVED, out.put(','));
    put(flow, BYTES_RECEIVED, out.put(','));
    out.put(groupColumns);
    put(flow.hasExtra() ? flow.extra() : null, out.put(','));
  }

  private void startGroup(FlowGroup next) {
    group = next;
    RecordContext record = next.record();
    ByteOutput out = new ByteOutput(1024);
    put(record.time(), out);
    recordTime = out.toByteArray();
    out.clear();
    put(next.rule(), out.put(','));
    put(next.aclId(), out.put(','));
    put(next.aclName(), out.put(','));
    put(record.macAddress(), out.put(','));
    put(record.flowLogId(), out.put(','));
    put(record.type().word(), out.put(','));
    put(record.version(), out.put(','));
    put(record.targetId(), out.put(','));
    put(record.subscriptionId(), out.put(','));
    put(record.resourceGroup(), out.put(','));
    put(record.virtualNetwork(), out.put(','));
    put(record.region(), out.put(','));
    put(record.origin().source(), out.put(','));
    groupColumns = out.toByteArray();
  }

  private static void put(Flow flow, TupleField field, ByteOutput out) {
    int from = flow.from(field);
    int to = flow.to(field);
    if (flow.plain()) {
      out.put(flow.text(), from, to - from);
    } else if (to > from) {
      put(flow.text(), from, to, out);
    }
  }

  private static void put(String text, ByteOutput out) {
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      put(utf8, 0, utf8.length, out);
    }
  }

  private static void put(byte[] utf8, int from, int to, ByteOutput out) {
    if (!needsQuotes(utf8, from, to)) {
      out.put(utf8, from, to - from);
      return;
    }
    out.put('"');
    for (int at = from; at < to; at++) {
      if (utf8[at] == '"') {
        out.put('"');
      }
      out.put(utf8[at]);
    }
    out.put('"');
  }

  private static boolean needsQuotes(byte[] utf8, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = utf8[at];
      if (b == ',' || b == '"' || b == '\r' || b == '\n') {
        return true;
      }
    }
    return from == to;
  }
}
