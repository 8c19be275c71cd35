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
import static io.vnetflowroutes.flow.TupleField.TIME;
import static io.vnetflowroutes.format.OcsfVersion.V1_3_0;
import static io.vnetflowroutes.format.OcsfVersion.V1_5_0;
import static io.vnetflowroutes.format.OcsfVersion.V1_8_0;
import static io.vnetflowroutes.table.JsonRow.fixed;
import static io.vnetflowroutes.table.JsonRow.group;
import static io.vnetflowroutes.table.JsonRow.json;
import static io.vnetflowroutes.table.JsonRow.number;
import static io.vnetflowroutes.table.JsonRow.object;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.recordTime;
import static io.vnetflowroutes.table.JsonRow.recordValue;
import static io.vnetflowroutes.table.JsonRow.text;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.AddressScope;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.derive.TrafficScope;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.FlowState;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * OCSF Network Activity with the profiles cloud and security_control, one event per flow.
 * docs/formats.md explains each field.
 */
public final class OcsfFormat implements Format {

  /** The derived fields with a place in the schema. */
  private static final String[] PLACED = {
    "community_id",
    "service",
    "bytes_total",
    "packets_total",
    "src_country",
    "dst_country",
    "src_as_name",
    "dst_as_name",
    "src_service_tag",
    "dst_service_tag"
  };

  private final Mapping mapping;

  /** The newest version, without derived fields. */
  public OcsfFormat() {
    this(OcsfVersion.NEWEST, Derivation.NONE);
  }

  /** A version with derived fields. */
  public OcsfFormat(OcsfVersion version, Derivation derivation) {
    AddressValues addresses = new AddressValues();
    DerivedFields derived = new DerivedFields(derivation, addresses);
    Row[] rows = rows(version, addresses, derived).toArray(new Row[0]);
    mapping = JsonRow.mapping(addresses::kind, rows);
  }

  /** The rows of an event. */
  static List<Row> rows(OcsfVersion version, AddressValues addresses, DerivedFields derived) {
    return List.of(
        number("activity_id", FlowValues.byState(state -> "" + activity(state))),
        text("activity_name", JsonText.strangeState(FlowValues.byState(OcsfFormat::activityName))),
        fixed("category_uid", 4),
        fixed("category_name", "Network Activity"),
        fixed("class_uid", 4001),
        fixed("class_name", "Network Activity"),
        number("type_uid", FlowValues.byState(state -> "" + (400_100 + activity(state)))),
        text("type_name", FlowValues.byState(state -> "Network Activity: " + activityName(state))),
        fixed("severity_id", 1),
        fixed("severity", "Informational"),
        number("time", FlowValues.millis()),
        number("start_time", FlowValues.onlyAt(FlowState.BEGIN, FlowValues.millis())),
        number("end_time", FlowValues.onlyAt(FlowState.END, FlowValues.millis())),
        number("action_id", FlowValues.byDecision("1", "2")),
        text("action", FlowValues.byDecision("Allowed", "Denied")),
        number("disposition_id", FlowValues.byDecision("1", "2")),
        text("disposition", FlowValues.byDecision("Allowed", "Blocked")),
        number("status_id", FlowValues.byDecision("1", "2")),
        text("status", FlowValues.byDecision("Success", "Failure")),
        object(
            "metadata",
            fixed("version", version.text()),
            fixed("profiles", List.of("cloud", "security_control")),
            object(
                "product",
                fixed("vendor_name", "Microsoft"),
                fixed("name", "Azure Network Watcher"),
                object(
                    "feature", record("name", record -> AzureFields.kind(record) + " flow logs"))),
            record("log_version", RecordContext::version),
            recordTime("logged_time", OcsfFormat::loggedTime),
            text("original_time", JsonText.of(TIME)),
            text("uid", FlowValues.id()),
            json("labels", derived.labels())),
        version.since(V1_8_0, text("app_protocol_name", derived.value("service"))),
        object(
            "cloud",
            fixed("provider", "Azure"),
            object(
                "account",
                record("uid", RecordContext::subscriptionId),
                recordValue(
                    "type_id",
                    record -> ofSubscription(record, version.isBefore(V1_5_0) ? "99" : "13")),
                record("type", record -> ofSubscription(record, "Azure Subscription"))),
            record("region", RecordContext::region)),
        object(
            "src_endpoint",
            text("ip", addresses.address(SRC_IP)),
            text("name", addresses.noAddress(SRC_IP)),
            number("port", FlowValues.digits(SRC_PORT)),
            text("mac", FlowValues.atSource(OcsfFormat::mac)),
            object("location", text("country", derived.value("src_country"))),
            version.since(
                V1_3_0,
                object(
                    "autonomous_system",
                    number("number", derived.smallAsn(SRC_IP)),
                    text("name", derived.value("src_as_name")))),
            text("svc_name", derived.value("src_service_tag")),
            version.since(
                V1_8_0,
                number("network_scope_id", derived.byScope(SRC_IP, OcsfFormat::networkScope))),
            version.since(
                V1_8_0,
                text("network_scope", derived.byScope(SRC_IP, OcsfFormat::networkScopeName)))),
        object(
            "dst_endpoint",
            text("ip", addresses.address(DST_IP)),
            text("name", addresses.noAddress(DST_IP)),
            number("port", FlowValues.digits(DST_PORT)),
            text("mac", FlowValues.atDestination(OcsfFormat::mac)),
            object("location", text("country", derived.value("dst_country"))),
            version.since(
                V1_3_0,
                object(
                    "autonomous_system",
                    number("number", derived.smallAsn(DST_IP)),
                    text("name", derived.value("dst_as_name")))),
            text("svc_name", derived.value("dst_service_tag")),
            version.since(
                V1_8_0,
                number("network_scope_id", derived.byScope(DST_IP, OcsfFormat::networkScope))),
            version.since(
                V1_8_0,
                text("network_scope", derived.byScope(DST_IP, OcsfFormat::networkScopeName)))),
        version.since(
            V1_8_0, number("observation_point_id", FlowValues.byDirection("2", "1", "0", "99"))),
        version.since(
            V1_8_0,
            text(
                "observation_point",
                JsonText.strangeDirection(
                    FlowValues.byDirection("Destination", "Source", "Unknown", null)))),
        object(
            "connection_info",
            number("direction_id", FlowValues.byDirection("1", "2", "0", "99")),
            text(
                "direction",
                JsonText.strangeDirection(
                    FlowValues.byDirection("Inbound", "Outbound", "Unknown", null))),
            number("protocol_num", FlowValues.digits(PROTOCOL)),
            text("protocol_name", FlowValues.byProtocol(Protocols::lowerCaseName)),
            number("protocol_ver_id", addresses.byIpVersion("4", "6")),
            text(
                "protocol_ver",
                addresses.byIpVersion(
                    "Internet Protocol version 4 (IPv4)", "Internet Protocol version 6 (IPv6)")),
            version.since(V1_5_0, text("community_uid", addresses.communityId())),
            number("boundary_id", derived.byTraffic(OcsfFormat::boundary)),
            text("boundary", derived.byTraffic(OcsfFormat::boundaryName))),
        object(
            "traffic",
            number("bytes", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED)),
            number("bytes_out", CounterValues.upToLong(BYTES_SENT)),
            number("bytes_in", CounterValues.upToLong(BYTES_RECEIVED)),
            number("packets", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED)),
            number("packets_out", CounterValues.upToLong(PACKETS_SENT)),
            number("packets_in", CounterValues.upToLong(PACKETS_RECEIVED))),
        object("firewall_rule", group("name", FlowGroup::rule)),
        version.since(
            V1_5_0,
            object("policy", group("name", FlowGroup::aclName), group("uid", FlowGroup::aclId))),
        text("raw_data", JsonText::tuple),
        object("unmapped", unmapped(version, addresses, derived)));
  }

  private static List<Row> unmapped(
      OcsfVersion version, AddressValues addresses, DerivedFields derived) {
    List<String> placed = new ArrayList<>(List.of(PLACED));
    if (version.isBefore(V1_8_0)) {
      placed.remove("service");
    }
    if (version.isBefore(V1_5_0)) {
      placed.remove("community_id");
    }
    if (version.isBefore(V1_3_0)) {
      placed.removeAll(List.of("src_as_name", "dst_as_name"));
    }
    List<Row> rest = derived.others(placed.toArray(new String[0]));
    return version.isBefore(V1_5_0)
        ? AzureFields.with(addresses, rest, group("acl_id", FlowGroup::aclId))
        : AzureFields.with(addresses, rest);
  }

  @Override
  public Set<String> members() {
    return mapping.members();
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }

  private static int activity(FlowState state) {
    return switch (state) {
      case BEGIN -> 1;
      case END -> 2;
      case DENIED -> 5;
      case CONTINUING -> 6;
      case NONE -> 0;
      case STRANGE -> 99;
    };
  }

  private static String activityName(FlowState state) {
    return switch (state) {
      case BEGIN -> "Open";
      case END -> "Close";
      case DENIED -> "Refuse";
      case CONTINUING -> "Traffic";
      case NONE -> "Unknown";
      case STRANGE -> "Other";
    };
  }

  /** Internal, external or other. */
  private static String networkScope(AddressScope scope) {
    return switch (scope) {
      case PRIVATE, CARRIER_NAT, LOOPBACK, LINK_LOCAL -> "1";
      case PUBLIC -> "2";
      default -> "99";
    };
  }

  private static String networkScopeName(AddressScope scope) {
    return switch (scope) {
      case PRIVATE, CARRIER_NAT, LOOPBACK, LINK_LOCAL -> "Internal";
      case PUBLIC -> "External";
      default -> scope.word();
    };
  }

  /**
   * Internal, external (both ends on the internet), or other: traffic across the border is neither.
   */
  private static String boundary(TrafficScope scope) {
    return switch (scope) {
      case INTERNAL -> "2";
      case INTERNET -> "3";
      default -> "99";
    };
  }

  private static String boundaryName(TrafficScope scope) {
    return switch (scope) {
      case INTERNAL -> "Internal";
      case INTERNET -> "External";
      default -> scope.word();
    };
  }

  private static String mac(RecordContext record) {
    return MacStyle.COLONS.of(record.macAddress());
  }

  /** The text about the account, if there is one. */
  private static String ofSubscription(RecordContext record, String text) {
    return record.subscriptionId() == null ? "" : text;
  }

  private static String loggedTime(RecordContext record) {
    return record.timeMillis() == 0 ? "" : "" + record.timeMillis();
  }
}
