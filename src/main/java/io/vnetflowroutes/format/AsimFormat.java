package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.PROTOCOL;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;
import static io.vnetflowroutes.flow.TupleField.STATE;
import static io.vnetflowroutes.table.JsonRow.fixed;
import static io.vnetflowroutes.table.JsonRow.group;
import static io.vnetflowroutes.table.JsonRow.number;
import static io.vnetflowroutes.table.JsonRow.object;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.text;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.FlowState;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Value;
import java.util.Set;

/**
 * Microsoft's ASIM, schema NetworkSession 0.2.6, one event per flow. docs/formats.md explains each
 * field.
 */
public final class AsimFormat implements Format {

  private final Mapping mapping;

  public AsimFormat() {
    this(Derivation.NONE);
  }

  /** The format with derived fields. */
  public AsimFormat(Derivation derivation) {
    AddressValues addresses = new AddressValues();
    Value time = FlowValues.time();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    mapping =
        JsonRow.mapping(
            addresses::kind,
            text("TimeGenerated", time),
            fixed("EventCount", 1),
            text("EventStartTime", time),
            text("EventEndTime", time),
            fixed("EventType", "Flow"),
            text("EventSubType", FlowValues.byState(AsimFormat::subType)),
            text("EventResult", FlowValues.byDecision("Success", "Failure")),
            text("EventSeverity", FlowValues.byDecision("Informational", "Low")),
            text("EventOriginalUid", FlowValues.id()),
            fixed("EventVendor", "Microsoft"),
            fixed("EventProduct", "NSGFlow"),
            record("EventProductVersion", RecordContext::version),
            fixed("EventSchema", "NetworkSession"),
            fixed("EventSchemaVersion", "0.2.6"),
            record("Dvc", AsimFormat::device),
            record("DvcId", RecordContext::targetId),
            record("DvcIdType", record -> idType(record.targetId())),
            record("DvcMacAddr", AsimFormat::mac),
            text("DvcAction", FlowValues.byDecision("Allow", "Deny")),
            text("DvcOriginalAction", JsonText.of(STATE)),
            text("Src", JsonText.of(SRC_IP)),
            text("SrcIpAddr", addresses.address(SRC_IP)),
            text("IpAddr", addresses.address(SRC_IP)),
            text("SrcGeoCountry", derived.value("src_country")),
            number("SrcPortNumber", FlowValues.digits(SRC_PORT)),
            text("SrcMacAddr", FlowValues.atSource(AsimFormat::mac)),
            text("SrcDvcId", FlowValues.atSource(AsimFormat::interfaceId)),
            text("SrcDvcIdType", FlowValues.atSource(r -> idType(interfaceId(r)))),
            text("SrcDvcScopeId", FlowValues.atSource(AsimFormat::interfaceScope)),
            text("SrcInterfaceName", FlowValues.atSource(AsimFormat::interfaceName)),
            text("Dst", JsonText.of(DST_IP)),
            text("DstIpAddr", addresses.address(DST_IP)),
            text("DstGeoCountry", derived.value("dst_country")),
            number("DstPortNumber", FlowValues.digits(DST_PORT)),
            text("DstMacAddr", FlowValues.atDestination(AsimFormat::mac)),
            text("DstDvcId", FlowValues.atDestination(AsimFormat::interfaceId)),
            text("DstDvcIdType", FlowValues.atDestination(r -> idType(interfaceId(r)))),
            text("DstDvcScopeId", FlowValues.atDestination(AsimFormat::interfaceScope)),
            text("DstInterfaceName", FlowValues.atDestination(AsimFormat::interfaceName)),
            text("NetworkProtocol", FlowValues.byProtocol(Protocols::upperCaseName)),
            text("NetworkApplicationProtocol", FlowValues.upperCase(derived.value("service"))),
            text("NetworkProtocolVersion", addresses.byIpVersion("IPv4", "IPv6")),
            text(
                "NetworkDirection", FlowValues.byDirection("Inbound", "Outbound", "NA", "Unknown")),
            number("SrcBytes", CounterValues.upToLong(BYTES_SENT)),
            number("DstBytes", CounterValues.upToLong(BYTES_RECEIVED)),
            number("NetworkBytes", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED)),
            number("SrcPackets", CounterValues.upToLong(PACKETS_SENT)),
            number("DstPackets", CounterValues.upToLong(PACKETS_RECEIVED)),
            number("NetworkPackets", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED)),
            group("NetworkRuleName", FlowGroup::rule),
            group("Rule", FlowGroup::rule),
            object(
                "AdditionalFields",
                AzureFields.with(
                    addresses,
                    derived.others(
                        "community_id",
                        "service",
                        "bytes_total",
                        "packets_total",
                        "src_country",
                        "dst_country"),
                    text("community_id", addresses.communityId()),
                    text("protocol", FlowValues.digits(PROTOCOL)),
                    group("acl_id", FlowGroup::aclId),
                    record("subscription_id", RecordContext::subscriptionId),
                    record("region", RecordContext::region))));
  }

  @Override
  public Set<String> members() {
    return mapping.members();
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static String subType(FlowState state) {
    return switch (state) {
      case BEGIN -> "Start";
      case END -> "End";
      default -> null;
    };
  }

  /** The device that reports the event: the logged resource, or its interface. */
  private static String device(RecordContext record) {
    if (ArmId.lastSegment(record.targetId()) != null) {
      return ArmId.lastSegment(record.targetId());
    }
    boolean unknown = record.macAddress() == null || record.macAddress().isEmpty();
    return unknown ? "Azure Network Watcher" : record.macAddress();
  }

  /**
   * The ARM id of the interface, which a record has only if the interface is the logged resource.
   */
  private static String interfaceId(RecordContext record) {
    boolean known = ArmId.segment(record.targetId(), "networkInterfaces") != null;
    return known ? JsonText.escaped(record.targetId()) : null;
  }

  private static String interfaceScope(RecordContext record) {
    return interfaceId(record) == null ? null : JsonText.escaped(record.subscriptionId());
  }

  private static String interfaceName(RecordContext record) {
    return JsonText.escaped(ArmId.segment(record.targetId(), "networkInterfaces"));
  }

  private static String idType(String id) {
    return id == null || id.isEmpty() ? null : "AzureResourceId";
  }

  private static String mac(RecordContext record) {
    return MacStyle.COLONS.of(record.macAddress());
  }
}
