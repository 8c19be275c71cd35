package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.ENCRYPTION;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.PROTOCOL;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.SRC_PORT;
import static io.vnetflowroutes.table.JsonRow.element;
import static io.vnetflowroutes.table.JsonRow.fixed;
import static io.vnetflowroutes.table.JsonRow.group;
import static io.vnetflowroutes.table.JsonRow.list;
import static io.vnetflowroutes.table.JsonRow.number;
import static io.vnetflowroutes.table.JsonRow.object;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.recordTime;
import static io.vnetflowroutes.table.JsonRow.text;
import static io.vnetflowroutes.table.JsonRow.texts;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google SecOps' UDM event in the JSON form of its protocol buffers, one event per flow.
 * docs/formats.md explains each field.
 */
public final class UdmFormat implements Format {

  /** UDM's names for protocols; it has no others. */
  private static final Map<Integer, String> PROTOCOLS =
      Map.ofEntries(
          Map.entry(1, "ICMP"),
          Map.entry(2, "IGMP"),
          Map.entry(6, "TCP"),
          Map.entry(17, "UDP"),
          Map.entry(41, "IP6IN4"),
          Map.entry(47, "GRE"),
          Map.entry(50, "ESP"),
          Map.entry(58, "ICMP6"),
          Map.entry(88, "EIGRP"),
          Map.entry(97, "ETHERIP"),
          Map.entry(103, "PIM"),
          Map.entry(112, "VRRP"),
          Map.entry(132, "SCTP"));

  private static final String UNKNOWN = "UNKNOWN_DIRECTION";

  private static final Pattern TIMESTAMP =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?Z");

  /** The digits of a second come in groups of three. */
  private static final int DIGITS = 3;

  private final Mapping mapping;

  public UdmFormat() {
    this(Derivation.NONE);
  }

  /** The format with derived fields. */
  public UdmFormat(Derivation derivation) {
    AddressValues addresses = new AddressValues();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    mapping =
        JsonRow.mapping(
            addresses::kind,
            object(
                "metadata",
                fixed("eventType", "NETWORK_CONNECTION"),
                fixed("vendorName", "Microsoft"),
                record("productName", record -> "Azure " + AzureFields.kind(record) + " Flow Logs"),
                record(
                    "logType",
                    record ->
                        record.type() == FlowLogType.NSG ? "AZURE_NSG_FLOW" : "AZURE_VNET_FLOW"),
                record("productVersion", RecordContext::version),
                record("productDeploymentId", RecordContext::flowLogId),
                recordTime("collectedTimestamp", UdmFormat::collected),
                text("eventTimestamp", FlowValues.time()),
                text("productLogId", FlowValues.id())),
            object(
                "principal",
                texts("ip", addresses.address(SRC_IP)),
                text("hostname", addresses.noAddress(SRC_IP)),
                number("port", FlowValues.digits(SRC_PORT)),
                list(
                    "ipGeoArtifact",
                    element(
                        text("ip", derived.whereKnown(SRC_IP, addresses.address(SRC_IP))),
                        object("location", text("countryOrRegion", derived.value("src_country"))),
                        text("asn", derived.value("src_asn")),
                        text("asOwner", derived.value("src_as_name")))),
                texts("mac", FlowValues.atSource(UdmFormat::mac))),
            object(
                "target",
                texts("ip", addresses.address(DST_IP)),
                text("hostname", addresses.noAddress(DST_IP)),
                number("port", FlowValues.digits(DST_PORT)),
                list(
                    "ipGeoArtifact",
                    element(
                        text("ip", derived.whereKnown(DST_IP, addresses.address(DST_IP))),
                        object("location", text("countryOrRegion", derived.value("dst_country"))),
                        text("asn", derived.value("dst_asn")),
                        text("asOwner", derived.value("dst_as_name")))),
                text("application", derived.value("service")),
                texts("mac", FlowValues.atDestination(UdmFormat::mac))),
            object(
                "network",
                text("direction", FlowValues.byDirection("INBOUND", "OUTBOUND", UNKNOWN, UNKNOWN)),
                text("ipProtocol", FlowValues.byProtocol(UdmFormat::protocol)),
                text("communityId", addresses.communityId()),
                text("sentBytes", JsonText.of(BYTES_SENT)),
                text("receivedBytes", JsonText.of(BYTES_RECEIVED)),
                text("sentPackets", CounterValues.upToLong(PACKETS_SENT)),
                text("receivedPackets", CounterValues.upToLong(PACKETS_RECEIVED))),
            list(
                "securityResult",
                element(
                    texts("action", FlowValues.byDecision("ALLOW", "BLOCK")),
                    group("ruleName", FlowGroup::rule),
                    list(
                        "detectionFields",
                        label("acl_id", JsonText.of(FlowGroup::aclId)),
                        label("encryption", JsonText.of(ENCRYPTION))))),
            object(
                "observer",
                object(
                    "resource",
                    record("name", RecordContext::targetId),
                    record("resourceType", UdmFormat::resourceType),
                    object("attribute", object("cloud", fixed("environment", "MICROSOFT_AZURE")))),
                object("location", record("name", RecordContext::region))),
            object(
                "additional",
                AzureFields.with(
                    addresses,
                    derived.others(
                        "community_id",
                        "service",
                        "src_country",
                        "dst_country",
                        "src_asn",
                        "dst_asn",
                        "src_as_name",
                        "dst_as_name"),
                    text("protocol", FlowValues.digits(PROTOCOL)),
                    record("subscription_id", RecordContext::subscriptionId))));
  }

  @Override
  public Set<String> members() {
    return mapping.members();
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static String protocol(int number) {
    return PROTOCOLS.getOrDefault(number, "UNKNOWN_IP_PROTOCOL");
  }

  /** A label, UDM's pair of a key and a value. */
  private static Row label(String key, Value value) {
    return Row.of("{\"key\":\"" + key + "\",\"value\":\"", value, "\"},");
  }

  /**
   * When Azure logged the record, if it is a time as protocol buffers have it: their JSON form has
   * 0, 3, 6 or 9 digits of a second.
   */
  private static String collected(RecordContext record) {
    Matcher time = TIMESTAMP.matcher(record.timeMillis() > 0 ? record.time() : "");
    if (!time.matches()) {
      return "";
    }
    StringBuilder text = new StringBuilder(time.group(1));
    if (time.group(2) != null) {
      text.append(time.group(2));
      text.append("0".repeat((DIGITS - (time.group(2).length() - 1) % DIGITS) % DIGITS));
    }
    return JsonRow.literal(text.append('Z').toString());
  }

  private static String resourceType(RecordContext record) {
    String target = record.targetId();
    if (ArmId.segment(target, "subnets") != null) {
      return "SUBNET";
    }
    if (ArmId.segment(target, "networkInterfaces") != null) {
      return "DEVICE";
    }
    return ArmId.segment(target, "virtualNetworks") != null ? "VPC_NETWORK" : null;
  }

  private static String mac(RecordContext record) {
    return MacStyle.COLONS.of(record.macAddress());
  }
}
