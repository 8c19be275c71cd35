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
import static io.vnetflowroutes.format.JsonRow.fixed;
import static io.vnetflowroutes.format.JsonRow.group;
import static io.vnetflowroutes.format.JsonRow.json;
import static io.vnetflowroutes.format.JsonRow.number;
import static io.vnetflowroutes.format.JsonRow.object;
import static io.vnetflowroutes.format.JsonRow.record;
import static io.vnetflowroutes.format.JsonRow.recordValue;
import static io.vnetflowroutes.format.JsonRow.text;
import static io.vnetflowroutes.format.JsonRow.texts;

import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;

/** Elastic Common Schema 9.4, one event a flow. docs/formats.md says why each field is as it is. */
public final class EcsFormat implements Format {

  private final Mapping mapping;

  public EcsFormat() {
    AddressValues addresses = new AddressValues();
    mapping =
        JsonRow.mapping(
            text("@timestamp", FlowValues.time()),
            object("ecs", fixed("version", "9.4.0")),
            object(
                "event",
                fixed("kind", "event"),
                fixed("category", List.of("network")),
                fixed("module", "azure"),
                record("dataset", record -> "azure." + record.type().word() + "_flow"),
                json("type", FlowValues.byState(EcsFormat::types)),
                text("id", FlowValues.id()),
                text("start", FlowValues.onlyAt(FlowState.BEGIN, FlowValues.time())),
                text("end", FlowValues.onlyAt(FlowState.END, FlowValues.time()))),
            object(
                "source",
                text("ip", addresses.address(SRC_IP)),
                number("port", FlowValues.digits(SRC_PORT)),
                text("mac", FlowValues.atSource(EcsFormat::mac)),
                number("bytes", CounterValues.upToLong(BYTES_SENT)),
                number("packets", CounterValues.upToLong(PACKETS_SENT))),
            object(
                "destination",
                text("ip", addresses.address(DST_IP)),
                number("port", FlowValues.digits(DST_PORT)),
                text("mac", FlowValues.atDestination(EcsFormat::mac)),
                number("bytes", CounterValues.upToLong(BYTES_RECEIVED)),
                number("packets", CounterValues.upToLong(PACKETS_RECEIVED))),
            object(
                "network",
                text("type", addresses.byIpVersion("ipv4", "ipv6")),
                text("transport", FlowValues.byProtocol(Protocols::lowerCaseName)),
                text("iana_number", JsonText.of(PROTOCOL)),
                text(
                    "direction", FlowValues.byDirection("ingress", "egress", "unknown", "unknown")),
                number("bytes", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED)),
                number("packets", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED)),
                text("community_id", addresses.communityId())),
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
                record("region", RecordContext::region)),
            object(
                "azure",
                object(
                    "vnet_flow",
                    AzureFields.with(
                        addresses,
                        group("acl_id", FlowGroup::aclId),
                        record("flow_log_version", RecordContext::version)))));
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
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

  /** The list's name where it has one, otherwise its id. */
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
