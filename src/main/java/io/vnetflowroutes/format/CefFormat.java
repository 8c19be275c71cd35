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
import static io.vnetflowroutes.format.CefRow.flow;
import static io.vnetflowroutes.format.CefRow.group;
import static io.vnetflowroutes.format.CefRow.prefix;
import static io.vnetflowroutes.format.CefRow.record;
import static io.vnetflowroutes.format.CefRow.recordTime;

import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.IpAddress;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.stream.Stream;

/**
 * ArcSight's Common Event Format, version 0, one event a flow. docs/formats.md says why each key is
 * as it is; what CEF has no key for has one of our own that starts with {@code AzureVNetFlow}.
 */
public final class CefFormat implements Format {

  private final Mapping mapping;

  public CefFormat() {
    this(Derivation.NONE);
  }

  /** With what is derived. */
  public CefFormat(Derivation derivation) {
    AddressValues addresses = new AddressValues();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    mapping =
        new Mapping(
            Stream.concat(
                    Stream.of(
                        prefix("CEF:0|Microsoft|Azure "),
                        prefix(AzureFields::kind),
                        prefix(" Flow Logs|"),
                        prefix(CefFormat::version),
                        prefix(
                            FlowValues.byDecision(
                                "|flow-allowed|Flow allowed|1|act=Allow",
                                "|flow-denied|Flow denied|3|act=Deny")),
                        flow("rt", FlowValues.millis()),
                        flow("start", FlowValues.onlyAt(FlowState.BEGIN, FlowValues.millis())),
                        flow("end", FlowValues.onlyAt(FlowState.END, FlowValues.millis())),
                        flow("src", addresses.address(SRC_IP, IpAddress.V4)),
                        flow(
                            "c6a2", "Source IPv6 Address", addresses.address(SRC_IP, IpAddress.V6)),
                        flow("AzureVNetFlowSource", addresses.address(SRC_IP, 0)),
                        flow("spt", FlowValues.digits(SRC_PORT)),
                        flow("smac", FlowValues.atSource(CefFormat::mac)),
                        flow("dst", addresses.address(DST_IP, IpAddress.V4)),
                        flow(
                            "c6a3",
                            "Destination IPv6 Address",
                            addresses.address(DST_IP, IpAddress.V6)),
                        flow("AzureVNetFlowDestination", addresses.address(DST_IP, 0)),
                        flow("dpt", FlowValues.digits(DST_PORT)),
                        flow("dmac", FlowValues.atDestination(CefFormat::mac)),
                        flow("proto", Value.ofKind(CefFormat::protocol)),
                        flow("app", derived.value("service")),
                        flow("deviceDirection", FlowValues.byDirection("0", "1", null, null)),
                        flow("in", CounterValues.upToInt(BYTES_SENT)),
                        flow("flexNumber1", "bytesSent", CounterValues.aboveInt(BYTES_SENT)),
                        flow("AzureVNetFlowBytesSent", CounterValues.aboveLong(BYTES_SENT)),
                        flow("out", CounterValues.upToInt(BYTES_RECEIVED)),
                        flow(
                            "flexNumber2", "bytesReceived", CounterValues.aboveInt(BYTES_RECEIVED)),
                        flow("AzureVNetFlowBytesReceived", CounterValues.aboveLong(BYTES_RECEIVED)),
                        flow("cn1", "packetsSent", CounterValues.upToLong(PACKETS_SENT)),
                        flow("AzureVNetFlowPacketsSent", CounterValues.aboveLong(PACKETS_SENT)),
                        flow("cn2", "packetsReceived", CounterValues.upToLong(PACKETS_RECEIVED)),
                        flow(
                            "AzureVNetFlowPacketsReceived",
                            CounterValues.aboveLong(PACKETS_RECEIVED)),
                        flow("cs1", "id", FlowValues.id()),
                        flow("cs2", "state", CefRow.text(STATE)),
                        flow("cs3", "encryption", CefRow.text(ENCRYPTION)),
                        group("cs4", "rule", FlowGroup::rule),
                        group("cs5", "aclId", FlowGroup::aclId),
                        record("cs6", "targetId", RecordContext::targetId),
                        record("dvcmac", CefFormat::mac),
                        recordTime("AzureVNetFlowRecordTime", RecordContext::time),
                        record("AzureVNetFlowMacAddress", RecordContext::macAddress),
                        record("AzureVNetFlowLogId", RecordContext::flowLogId),
                        record("AzureVNetFlowSubscriptionId", RecordContext::subscriptionId),
                        record("AzureVNetFlowResourceGroup", RecordContext::resourceGroup),
                        record("AzureVNetFlowVirtualNetwork", RecordContext::virtualNetwork),
                        record("AzureVNetFlowRegion", RecordContext::region),
                        record("AzureVNetFlowSourceName", record -> record.origin().source()),
                        flow("AzureVNetFlowDirection", CefRow.text(DIRECTION)),
                        flow("AzureVNetFlowProtocol", FlowValues.digits(PROTOCOL)),
                        flow("AzureVNetFlowCommunityId", CefRow.escaped(addresses.communityId())),
                        flow("AzureVNetFlowExtra", CefRow::extra)),
                    derived.extensions("community_id", "service").stream())
                .toList(),
            addresses::kind);
  }

  @Override
  public Syntax syntax() {
    return Syntax.CEF;
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static String version(RecordContext record) {
    boolean unknown = record.version() == null || record.version().isEmpty();
    return unknown ? "unknown" : record.version();
  }

  private static String mac(RecordContext record) {
    return MacStyle.COLONS.of(record.macAddress());
  }

  /** The protocol's name, or its number where it has none. */
  private static void protocol(Flow flow, ByteOutput out) {
    String name = Protocols.name(flow.protocol());
    if (name == null) {
      FlowValues.putDigits(flow, PROTOCOL, out);
    } else {
      out.put(name);
    }
  }
}
