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
import static io.vnetflowroutes.table.JsonRow.fixed;
import static io.vnetflowroutes.table.JsonRow.group;
import static io.vnetflowroutes.table.JsonRow.json;
import static io.vnetflowroutes.table.JsonRow.number;
import static io.vnetflowroutes.table.JsonRow.object;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.recordValue;
import static io.vnetflowroutes.table.JsonRow.text;
import static io.vnetflowroutes.table.JsonRow.texts;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Protocols;
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
import java.util.List;
import java.util.Set;

/** Elastic Common Schema 9.4, one event per flow. docs/formats.md explains each field. */
public final class EcsFormat implements Format {

  /** The derived fields with a place in the schema. */
  private static final String[] PLACED = {
    "community_id", "service", "bytes_total", "packets_total", "src_country", "dst_country",
    "src_asn", "dst_asn", "src_as_name", "dst_as_name", "src_service_tag", "dst_service_tag",
    "src_azure_region", "dst_azure_region"
  };

  private final Mapping mapping;

  public EcsFormat() {
    this(Derivation.NONE);
  }

  /** The format with derived fields. */
  public EcsFormat(Derivation derivation) {
    AddressValues addresses = new AddressValues();
    Value time = FlowValues.time();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    mapping =
        JsonRow.mapping(
            addresses::kind,
            text("@timestamp", time),
            object("ecs", fixed("version", "9.4.0")),
            object(
                "event",
                fixed("kind", "event"),
                fixed("category", List.of("network")),
                fixed("module", "azure"),
                record("dataset", record -> "azure." + record.type().word() + "_flow"),
                json("type", FlowValues.byState(EcsFormat::types)),
                text("action", FlowValues.byDecision("flow-allowed", "flow-denied")),
                text("outcome", FlowValues.byDecision("success", "failure")),
                text("id", FlowValues.id()),
                text("start", FlowValues.onlyAt(FlowState.BEGIN, time)),
                text("end", FlowValues.onlyAt(FlowState.END, time))),
            object(
                "source",
                text("address", JsonText.of(SRC_IP)),
                text("ip", addresses.address(SRC_IP)),
                number("port", FlowValues.digits(SRC_PORT)),
                text("mac", FlowValues.atSource(EcsFormat::mac)),
                object("geo", text("country_iso_code", derived.value("src_country"))),
                object(
                    "as",
                    number("number", derived.value("src_asn")),
                    object("organization", text("name", derived.value("src_as_name")))),
                number("bytes", CounterValues.upToLong(BYTES_SENT)),
                number("packets", CounterValues.upToLong(PACKETS_SENT))),
            object(
                "destination",
                text("address", JsonText.of(DST_IP)),
                text("ip", addresses.address(DST_IP)),
                number("port", FlowValues.digits(DST_PORT)),
                text("mac", FlowValues.atDestination(EcsFormat::mac)),
                object("geo", text("country_iso_code", derived.value("dst_country"))),
                object(
                    "as",
                    number("number", derived.value("dst_asn")),
                    object("organization", text("name", derived.value("dst_as_name")))),
                number("bytes", CounterValues.upToLong(BYTES_RECEIVED)),
                number("packets", CounterValues.upToLong(PACKETS_RECEIVED))),
            object(
                "network",
                text("type", addresses.byIpVersion("ipv4", "ipv6")),
                text("transport", FlowValues.byProtocol(Protocols::lowerCaseName)),
                text("iana_number", JsonText.of(PROTOCOL)),
                text("protocol", FlowValues.lowerCase(derived.value("service"))),
                text(
                    "direction", FlowValues.byDirection("ingress", "egress", "unknown", "unknown")),
                number("bytes", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED)),
                number("packets", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED)),
                text("community_id", addresses.communityId())),
            json("tags", derived.labels()),
            object("related", texts("ip", addresses.address(SRC_IP), addresses.otherDestination())),
            object("rule", group("name", FlowGroup::rule), group("ruleset", EcsFormat::ruleset)),
            object(
                "observer",
                fixed("vendor", "Microsoft"),
                fixed("product", "Azure Network Watcher"),
                recordValue("mac", EcsFormat::macs)),
            object(
                "cloud",
                fixed("provider", "azure"),
                object("account", record("id", RecordContext::subscriptionId)),
                record("region", RecordContext::region),
                object(
                    "origin",
                    text("provider", derived.where("src_service_tag", azure())),
                    text("region", derived.value("src_azure_region")),
                    object("service", text("name", derived.value("src_service_tag")))),
                object(
                    "target",
                    text("provider", derived.where("dst_service_tag", azure())),
                    text("region", derived.value("dst_azure_region")),
                    object("service", text("name", derived.value("dst_service_tag"))))),
            object(
                "azure",
                object(
                    "vnet_flow",
                    AzureFields.with(
                        addresses,
                        derived.others(PLACED),
                        group("acl_id", FlowGroup::aclId),
                        record("flow_log_version", RecordContext::version)))));
  }

  @Override
  public Set<String> members() {
    return mapping.members();
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static Value azure() {
    return (flow, out) -> out.put("azure");
  }

  private static String types(FlowState state) {
    return JsonRow.literal(
        switch (state) {
          case BEGIN -> List.of("connection", "allowed", "start");
          case END -> List.of("connection", "allowed", "end");
          case DENIED -> List.of("connection", "denied");
          default -> List.of("connection", "allowed");
        });
  }

  /** The list's name, or its id if it has none. */
  private static String ruleset(FlowGroup group) {
    String name = group.aclName();
    return name == null ? group.aclId() : name;
  }

  private static String mac(RecordContext record) {
    return MacStyle.HYPHENS.of(record.macAddress());
  }

  private static String macs(RecordContext record) {
    String mac = mac(record);
    return mac == null ? "" : JsonRow.literal(List.of(mac));
  }
}
