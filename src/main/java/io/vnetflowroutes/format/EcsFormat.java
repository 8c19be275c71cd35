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
import static io.vnetflowroutes.format.JsonRow.flow;
import static io.vnetflowroutes.format.JsonRow.group;
import static io.vnetflowroutes.format.JsonRow.object;
import static io.vnetflowroutes.format.JsonRow.record;
import static io.vnetflowroutes.format.JsonRow.recordValue;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;
import java.util.Locale;

/** Elastic Common Schema 9.4, one event a flow. docs/formats.md says why each field is as it is. */
public final class EcsFormat implements Format {

  private final JsonMapping mapping;

  public EcsFormat() {
    AddressValues addresses = new AddressValues();
    mapping =
        new JsonMapping(
            List.of(
                flow("@timestamp", FlowValues.time()),
                object("ecs", fixed("version", "9.4.0")),
                object(
                    "event",
                    fixed("kind", "event"),
                    fixed("category", List.of("network")),
                    fixed("module", "azure"),
                    fixed("dataset", "azure.vnet_flow"),
                    flow("type", FlowValues.byState(EcsFormat::types)),
                    flow("id", FlowValues.id()),
                    flow("start", FlowValues.timeOf(FlowState.BEGIN)),
                    flow("end", FlowValues.timeOf(FlowState.END))),
                object(
                    "source",
                    flow("ip", addresses.address(SRC_IP)),
                    flow("port", FlowValues.number(SRC_PORT)),
                    flow("mac", FlowValues.atSource(EcsFormat::mac)),
                    flow("bytes", CounterValues.counter(BYTES_SENT)),
                    flow("packets", CounterValues.counter(PACKETS_SENT))),
                object(
                    "destination",
                    flow("ip", addresses.address(DST_IP)),
                    flow("port", FlowValues.number(DST_PORT)),
                    flow("mac", FlowValues.atDestination(EcsFormat::mac)),
                    flow("bytes", CounterValues.counter(BYTES_RECEIVED)),
                    flow("packets", CounterValues.counter(PACKETS_RECEIVED))),
                object(
                    "network",
                    flow("type", addresses.byIpVersion("ipv4", "ipv6")),
                    flow("transport", FlowValues.byProtocol(EcsFormat::transport)),
                    flow("iana_number", FlowValues.text(PROTOCOL)),
                    flow(
                        "direction",
                        FlowValues.byDirection("ingress", "egress", "unknown", "unknown")),
                    flow("bytes", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED)),
                    flow("packets", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED)),
                    flow("community_id", addresses.communityId())),
                object("related", flow("ip", addresses.addresses())),
                object(
                    "rule", group("name", FlowGroup::rule), group("ruleset", EcsFormat::ruleset)),
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
                object("azure", object("vnet_flow", AzureFields.with(addresses)))));
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static List<String> types(FlowState state) {
    return switch (state) {
      case BEGIN -> List.of("connection", "allowed", "start");
      case END -> List.of("connection", "allowed", "end");
      case DENIED -> List.of("connection", "denied");
      default -> List.of("connection", "allowed");
    };
  }

  private static String transport(int protocol) {
    String name = Protocols.name(protocol);
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }

  /** The list's name where it has one, otherwise its id. */
  private static String ruleset(FlowGroup group) {
    String name = group.aclName();
    return name == null ? group.aclId() : name;
  }

  private static String mac(RecordContext record) {
    return MacStyle.HYPHENS.of(record.macAddress());
  }

  private static void macs(RecordContext record, ByteOutput out) {
    String mac = mac(record);
    if (mac != null) {
      out.put(JsonRow.literal(List.of(mac)));
    }
  }
}
