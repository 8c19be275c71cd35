package io.vnetflowroutes.format;

import static io.vnetflowroutes.derive.Derived.COMMUNITY_ID;
import static io.vnetflowroutes.derive.Derived.ENCRYPTION;
import static io.vnetflowroutes.derive.Derived.GEO;
import static io.vnetflowroutes.derive.Derived.LABELS;
import static io.vnetflowroutes.derive.Derived.NAMES;
import static io.vnetflowroutes.derive.Derived.SCOPE;
import static io.vnetflowroutes.derive.Derived.SERVICE;
import static io.vnetflowroutes.derive.Derived.SERVICE_TAG;
import static io.vnetflowroutes.derive.Derived.TOTALS;
import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.DST_PORT;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.AddressFacts;
import io.vnetflowroutes.derive.AddressLookup;
import io.vnetflowroutes.derive.AddressScope;
import io.vnetflowroutes.derive.ArmNames;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Encryption;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.derive.ServiceNames;
import io.vnetflowroutes.derive.TrafficScope;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of derived fields that a destination selected, for one instance of a format.
 * docs/formats.md explains each field.
 */
final class DerivedFields {

  private final Derivation derivation;
  private final AddressValues addresses;
  private final AddressLookup lookup;
  private final Map<String, DerivedField> fields = new LinkedHashMap<>();

  DerivedFields(Derivation derivation, AddressValues addresses) {
    this.derivation = derivation;
    this.addresses = addresses;
    this.lookup = derivation.lookups().open(derivation);
    text(COMMUNITY_ID, "community_id", addresses.communityId());
    text(SERVICE, "service", DerivedFields::service);
    text(SCOPE, "src_scope", fact(SRC_IP, facts -> word(facts.scope())));
    text(SCOPE, "dst_scope", fact(DST_IP, facts -> word(facts.scope())));
    text(SCOPE, "traffic_scope", traffic(TrafficScope::word));
    literal(ENCRYPTION, "encrypted", encryption(Encryption::encrypted));
    text(ENCRYPTION, "encryption_reason", encryption(Encryption::reason));
    literal(TOTALS, "bytes_total", CounterValues.sum(BYTES_SENT, BYTES_RECEIVED));
    literal(TOTALS, "packets_total", CounterValues.sum(PACKETS_SENT, PACKETS_RECEIVED));
    text(GEO, "src_country", fact(SRC_IP, AddressFacts::country));
    text(GEO, "dst_country", fact(DST_IP, AddressFacts::country));
    literal(GEO, "src_asn", fact(SRC_IP, DerivedFields::asn));
    literal(GEO, "dst_asn", fact(DST_IP, DerivedFields::asn));
    text(GEO, "src_as_name", fact(SRC_IP, AddressFacts::asName));
    text(GEO, "dst_as_name", fact(DST_IP, AddressFacts::asName));
    text(SERVICE_TAG, "src_service_tag", fact(SRC_IP, AddressFacts::serviceTag));
    text(SERVICE_TAG, "dst_service_tag", fact(DST_IP, AddressFacts::serviceTag));
    text(SERVICE_TAG, "src_azure_region", fact(SRC_IP, AddressFacts::region));
    text(SERVICE_TAG, "dst_azure_region", fact(DST_IP, AddressFacts::region));
    text(LABELS, "src_labels", fact(SRC_IP, facts -> String.join(",", facts.labels())));
    text(LABELS, "dst_labels", fact(DST_IP, facts -> String.join(",", facts.labels())));
    record("target_type", record -> ArmNames.targetType(record.targetId()));
    record("target_name", record -> ArmId.lastSegment(record.targetId()));
    record("subnet", record -> ArmId.segment(record.targetId(), "subnets"));
    record("network_interface", record -> ArmId.segment(record.targetId(), "networkInterfaces"));
    record("network_watcher", record -> ArmId.segment(record.flowLogId(), "networkWatchers"));
    record("flow_log", record -> ArmId.segment(record.flowLogId(), "flowLogs"));
    group("acl_type", group -> ArmNames.listType(group.aclId()));
    group("network_manager", group -> ArmId.segment(group.aclId(), "networkManagers"));
  }

  private void text(Derived of, String name, Value value) {
    add(new DerivedField(of, name, true, Value.open(value)));
  }

  private void literal(Derived of, String name, Value value) {
    add(new DerivedField(of, name, false, Value.open(value)));
  }

  private void record(String name, Function<RecordContext, String> text) {
    Value value = (flow, out) -> put(text.apply(flow.record()), out);
    add(new DerivedField(NAMES, name, true, Value.ofKind(value)));
  }

  private void group(String name, Function<FlowGroup, String> text) {
    Value value = (flow, out) -> put(text.apply(flow.group()), out);
    add(new DerivedField(NAMES, name, true, Value.ofKind(value)));
  }

  private void add(DerivedField field) {
    if (derivation.has(field.of())) {
      fields.put(field.name(), field);
    }
  }

  /** The names of the fields that a destination gets. */
  static List<String> names(Set<Derived> what) {
    Derivation names = new Derivation(what, Lookups.NONE);
    return List.copyOf(new DerivedFields(names, new AddressValues()).fields.keySet());
  }

  /** All fields. */
  List<DerivedField> all() {
    return List.copyOf(fields.values());
  }

  /** The fields for the flat format and CSV. */
  List<FlatField> flat() {
    return fields.values().stream().map(DerivedField::flat).toList();
  }

  /** A field's value for a row of JSON, or none if the destination does not get the field. */
  Value value(String name) {
    return fields.containsKey(name) ? fields.get(name).json() : Value.NONE;
  }

  /** The fields without a place in a schema, under their own names. */
  List<Row> others(String... placed) {
    return fields.values().stream()
        .filter(field -> !List.of(placed).contains(field.name()))
        .map(DerivedField::member)
        .toList();
  }

  /** The same in CEF. */
  List<Row> extensions(String... placed) {
    return fields.values().stream()
        .filter(field -> !List.of(placed).contains(field.name()))
        .map(DerivedField::extension)
        .toList();
  }

  /** Another value, if a field has one. */
  Value where(String name, Value other) {
    Value value = value(name);
    ByteOutput probe = new ByteOutput(64);
    return value == Value.NONE
        ? Value.NONE
        : Value.open(
            (flow, out) -> {
              probe.clear();
              value.write(flow, probe);
              if (probe.size() > 0) {
                other.write(flow, out);
              }
            });
  }

  /** Another value, if a database knows an end. */
  Value whereKnown(TupleField field, Value other) {
    return derivation.has(GEO)
        ? Value.open(
            (flow, out) -> {
              AddressFacts facts = facts(flow, field);
              if (facts.country() != null || facts.asn() != 0 || facts.asName() != null) {
                other.write(flow, out);
              }
            })
        : Value.NONE;
  }

  /** A word by the scope of an end; the user's own addresses are private. */
  Value byScope(TupleField field, Function<AddressScope, String> word) {
    return derivation.has(SCOPE)
        ? fact(field, facts -> facts.scope() == null ? null : word.apply(facts.ownScope()))
        : Value.NONE;
  }

  /** A word by the scope of the traffic. */
  Value byTraffic(Function<TrafficScope, String> word) {
    return derivation.has(SCOPE) ? traffic(word) : Value.NONE;
  }

  /** The number of an end's autonomous system, if it is no larger than 2^31-1. */
  Value smallAsn(TupleField field) {
    return derivation.has(GEO)
        ? fact(field, facts -> facts.asn() > Integer.MAX_VALUE ? null : asn(facts))
        : Value.NONE;
  }

  /** The labels of both ends as a list in JSON, each once. */
  Value labels() {
    return derivation.has(LABELS)
        ? Value.open(
            (flow, out) -> {
              Set<String> labels = new LinkedHashSet<>(facts(flow, SRC_IP).labels());
              labels.addAll(facts(flow, DST_IP).labels());
              if (!labels.isEmpty()) {
                out.put(JsonRow.literal(List.copyOf(labels)));
              }
            })
        : Value.NONE;
  }

  private AddressFacts facts(Flow flow, TupleField field) {
    return lookup.of(addresses.endpoints(flow), field);
  }

  private Value fact(TupleField field, Function<AddressFacts, String> text) {
    return Value.open((flow, out) -> put(text.apply(facts(flow, field)), out));
  }

  private static void put(String text, ByteOutput out) {
    if (text != null) {
      out.put(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Value traffic(Function<TrafficScope, String> word) {
    return Value.open(
        (flow, out) -> {
          TrafficScope scope =
              TrafficScope.of(facts(flow, SRC_IP).ownScope(), facts(flow, DST_IP).ownScope());
          if (scope != null) {
            out.put(word.apply(scope));
          }
        });
  }

  private static Value encryption(Function<String, String> word) {
    return (flow, out) -> out.put(word.apply(flow.get(TupleField.ENCRYPTION)));
  }

  private static String word(AddressScope scope) {
    return scope == null ? null : scope.word();
  }

  private static String asn(AddressFacts facts) {
    return facts.asn() == 0 ? null : Long.toString(facts.asn());
  }

  private static void service(Flow flow, ByteOutput out) {
    int port = 0;
    for (int at = flow.from(DST_PORT), to = flow.to(DST_PORT); at < to; at++) {
      port = port * 10 + flow.text()[at] - '0';
    }
    byte[] name = ServiceNames.at(flow.protocol(), port);
    if (name != null) {
      out.put(name);
    }
  }
}
