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

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.IpAddress;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.FlowState;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.util.stream.Stream;

/**
 * ArcSight's Common Event Format, one event per flow. docs/formats.md explains each key. Values
 * without a key in CEF get one of the program's own that starts with {@code AzureVNetFlow}.
 */
public final class CefFormat implements Format {

  private final Mapping mapping;

  /** The versions of CEF, which differ in the values of some keys. */
  public enum Version {
    /** Addresses are IPv4, IPv6 has keys of its own, and bytes are counted up to 2^31-1. */
    V0(0),
    /** Addresses are of either version, and bytes are counted up to 2^63-1. */
    V1(1);

    private final int number;

    Version(int number) {
      this.number = number;
    }

    /** The number in the header of each event. */
    public int number() {
      return number;
    }
  }

  public CefFormat() {
    this(Derivation.NONE);
  }

  /** Version 0 with derived fields. */
  public CefFormat(Derivation derivation) {
    this(Version.V0, derivation);
  }

  /** A version with derived fields. */
  public CefFormat(Version version, Derivation derivation) {
    AddressValues addresses = new AddressValues();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    mapping =
        new Mapping(
            Stream.of(
                    header(version),
                    address(version, addresses, SRC_IP, "src", "c6a2", "Source"),
                    Stream.of(
                        flow("spt", FlowValues.digits(SRC_PORT)),
                        flow("smac", FlowValues.atSource(CefFormat::mac))),
                    address(version, addresses, DST_IP, "dst", "c6a3", "Destination"),
                    Stream.of(
                        flow("dpt", FlowValues.digits(DST_PORT)),
                        flow("dmac", FlowValues.atDestination(CefFormat::mac)),
                        flow("proto", Value.ofKind(CefFormat::protocol)),
                        flow("app", derived.value("service")),
                        flow("deviceDirection", FlowValues.byDirection("0", "1", null, null))),
                    bytes(version, BYTES_RECEIVED, "in", "flexNumber2", "Received"),
                    bytes(version, BYTES_SENT, "out", "flexNumber1", "Sent"),
                    packets(),
                    texts(),
                    own(addresses),
                    derived.extensions("community_id", "service").stream())
                .flatMap(rows -> rows)
                .toList(),
            addresses::kind);
  }

  private static Stream<Row> header(Version version) {
    return Stream.of(
        prefix("CEF:" + version.number() + "|Microsoft|Azure "),
        prefix(AzureFields::kind),
        prefix(" Flow Logs|"),
        prefix(CefFormat::version),
        prefix(
            FlowValues.byDecision(
                "|flow-allowed|Flow allowed|1|act=Allow", "|flow-denied|Flow denied|3|act=Deny")),
        flow("rt", FlowValues.millis()),
        flow("start", FlowValues.onlyAt(FlowState.BEGIN, FlowValues.millis())),
        flow("end", FlowValues.onlyAt(FlowState.END, FlowValues.millis())));
  }

  private static Stream<Row> address(
      Version version,
      AddressValues addresses,
      TupleField field,
      String key,
      String keyOfIpv6,
      String end) {
    Row none = flow("AzureVNetFlow" + end, addresses.noAddress(field));
    return version == Version.V0
        ? Stream.of(
            flow(key, addresses.address(field, IpAddress.V4)),
            flow(keyOfIpv6, end + " IPv6 Address", addresses.address(field, IpAddress.V6)),
            none)
        : Stream.of(flow(key, addresses.address(field)), none);
  }

  private static Stream<Row> bytes(
      Version version, TupleField field, String key, String keyOfLong, String way) {
    Row above = flow("AzureVNetFlowBytes" + way, CounterValues.aboveLong(field));
    return version == Version.V0
        ? Stream.of(
            flow(key, CounterValues.upToInt(field)),
            flow(keyOfLong, "bytes" + way, CounterValues.aboveInt(field)),
            above)
        : Stream.of(flow(key, CounterValues.upToLong(field)), above);
  }

  private static Stream<Row> packets() {
    return Stream.of(
        flow("cn1", "packetsSent", CounterValues.upToLong(PACKETS_SENT)),
        flow("AzureVNetFlowPacketsSent", CounterValues.aboveLong(PACKETS_SENT)),
        flow("cn2", "packetsReceived", CounterValues.upToLong(PACKETS_RECEIVED)),
        flow("AzureVNetFlowPacketsReceived", CounterValues.aboveLong(PACKETS_RECEIVED)));
  }

  private static Stream<Row> texts() {
    return Stream.of(
        flow("cs1", "id", FlowValues.id()),
        flow("cs2", "state", CefRow.text(STATE)),
        flow("cs3", "encryption", CefRow.text(ENCRYPTION)),
        group("cs4", "rule", FlowGroup::rule),
        group("cs5", "aclId", FlowGroup::aclId),
        record("cs6", "targetId", RecordContext::targetId),
        record("dvchost", record -> ArmId.lastSegment(record.targetId())),
        record("dvcmac", CefFormat::mac));
  }

  private static Stream<Row> own(AddressValues addresses) {
    return Stream.of(
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
        flow("AzureVNetFlowExtra", CefRow::extra));
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

  /** The protocol's name, or its number if it has none. */
  private static void protocol(Flow flow, ByteOutput out) {
    String name = Protocols.name(flow.protocol());
    if (name == null) {
      FlowValues.putDigits(flow, PROTOCOL, out);
    } else {
      out.put(name);
    }
  }
}
