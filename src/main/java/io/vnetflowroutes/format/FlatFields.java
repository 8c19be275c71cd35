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
import static io.vnetflowroutes.format.FlatField.counter;
import static io.vnetflowroutes.format.FlatField.group;
import static io.vnetflowroutes.format.FlatField.number;
import static io.vnetflowroutes.format.FlatField.plain;
import static io.vnetflowroutes.format.FlatField.record;
import static io.vnetflowroutes.format.FlatField.recordTime;
import static io.vnetflowroutes.format.FlatField.text;
import static io.vnetflowroutes.table.FlowValues.digits;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.table.CsvText;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of all fields of the flat format and of CSV, in the terms of Azure's documents. */
final class FlatFields {

  private static final Value JSON_NAME =
      FlowValues.byProtocol(number -> JsonText.string(Protocols.name(number)));
  private static final Value CSV_NAME =
      FlowValues.byProtocol(number -> CsvText.of(Protocols.name(number)));

  /** The names, in the order of the table. */
  static final List<String> NAMES = all().stream().map(FlatField::name).toList();

  private FlatFields() {}

  /** The fields for one instance of a format; some cache what consecutive flows share. */
  static List<FlatField> all() {
    return List.of(
        plain("id", FlowValues.id()),
        plain("time", FlowValues.time()),
        recordTime("record_time"),
        plain("decision", FlowValues.byDecision("allow", "deny")),
        text(STATE),
        text(DIRECTION),
        plain("src_ip", digits(SRC_IP)),
        number("src_port", digits(SRC_PORT)),
        plain("dst_ip", digits(DST_IP)),
        number("dst_port", digits(DST_PORT)),
        new FlatField("protocol", "", Value.ofKind(FlatFields::protocol), JsonText.of(PROTOCOL)),
        new FlatField("protocol_name", "", JSON_NAME, CSV_NAME),
        text(ENCRYPTION),
        counter(PACKETS_SENT),
        counter(BYTES_SENT),
        counter(PACKETS_RECEIVED),
        counter(BYTES_RECEIVED),
        group("rule", FlowGroup::rule),
        group("acl_id", FlowGroup::aclId),
        group("acl_name", FlowGroup::aclName),
        record("mac_address", RecordContext::macAddress),
        record("flow_log_id", RecordContext::flowLogId),
        record("flow_log_type", record -> record.type().word()),
        record("flow_log_version", RecordContext::version),
        record("target_id", RecordContext::targetId),
        record("subscription_id", RecordContext::subscriptionId),
        record("resource_group", RecordContext::resourceGroup),
        record("virtual_network", RecordContext::virtualNetwork),
        record("region", RecordContext::region),
        record("source", record -> record.origin().source()),
        extra());
  }

  /** The same by their names, with derived fields. */
  static Map<String, FlatField> byName(Derivation derivation) {
    Map<String, FlatField> fields = new LinkedHashMap<>();
    all().forEach(field -> fields.put(field.name(), field));
    new DerivedFields(derivation, new AddressValues())
        .flat()
        .forEach(field -> fields.put(field.name(), field));
    return fields;
  }

  /** The number without leading zeros, which JSON does not allow. */
  private static void protocol(Flow flow, ByteOutput out) {
    out.putDecimal(flow.protocol());
  }

  /** The field for the rest of a tuple with more than thirteen fields. */
  private static FlatField extra() {
    return new FlatField(
        "extra",
        "",
        (flow, out) -> {
          if (flow.hasExtra()) {
            out.putJsonString(flow.extra());
          }
        },
        (flow, out) -> CsvText.put(flow.hasExtra() ? flow.extra() : null, out));
  }
}
