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

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.bytes.Decimal;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.parquet.BooleanColumn;
import io.vnetflowroutes.parquet.LeafType;
import io.vnetflowroutes.parquet.LongColumn;
import io.vnetflowroutes.parquet.NumberedColumn;
import io.vnetflowroutes.parquet.ParquetSchema;
import io.vnetflowroutes.parquet.TextColumn;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of a table of flows, and the code that fills them: with each flow's own values, and
 * once per group and record with the values that its flows share.
 */
final class FlowColumns {

  private static final int SURE_DIGITS = CounterValues.SURE_DIGITS;

  /** Adds the value of a flow to a column. */
  interface OfFlow {
    /**
     * Adds it.
     *
     * @param starts where the flow's fields start, see {@link Flow#starts}
     */
    void add(Flow flow, byte[] text, int[] starts);
  }

  /** Fills a column with a value of a record, for the rows of a run. */
  interface OfRecord {
    void add(RecordContext record, int rows);
  }

  /** A column of texts of the group. */
  record OfGroup(TextColumn column, Function<FlowGroup, String> text) {}

  private final ParquetSchema table;
  private final List<OfFlow> ofFlow = new ArrayList<>();
  private final List<OfRecord> ofRecord = new ArrayList<>();
  private final List<OfGroup> ofGroup = new ArrayList<>();
  private final List<NumberedColumn> ids = new ArrayList<>();

  FlowColumns(ParquetSchema table) {
    this.table = table;
  }

  ParquetSchema table() {
    return table;
  }

  List<OfFlow> ofFlow() {
    return ofFlow;
  }

  List<OfRecord> ofRecord() {
    return ofRecord;
  }

  List<OfGroup> ofGroup() {
    return ofGroup;
  }

  /** The columns of ids, which need the prefix of each record. */
  List<NumberedColumn> ids() {
    return ids;
  }

  /** Adds the column of a field of the flat format under a name. */
  void flat(String field, String name) {
    switch (field) {
      case "id" -> id(name);
      case "time" -> time(name);
      case "record_time" -> recordTime(name);
      case "decision" -> decision(name);
      case "state" -> text(STATE, name);
      case "direction" -> text(DIRECTION, name);
      case "src_ip" -> text(SRC_IP, name);
      case "src_port" -> number(SRC_PORT, name);
      case "dst_ip" -> text(DST_IP, name);
      case "dst_port" -> number(DST_PORT, name);
      case "protocol" -> number(PROTOCOL, name);
      case "protocol_name" -> protocolName(name);
      case "encryption" -> text(ENCRYPTION, name);
      case "packets_sent" -> counter(PACKETS_SENT, name);
      case "bytes_sent" -> counter(BYTES_SENT, name);
      case "packets_received" -> counter(PACKETS_RECEIVED, name);
      case "bytes_received" -> counter(BYTES_RECEIVED, name);
      case "rule" -> group(name, FlowGroup::rule);
      case "acl_id" -> group(name, FlowGroup::aclId);
      case "acl_name" -> group(name, FlowGroup::aclName);
      case "mac_address" -> record(name, RecordContext::macAddress);
      case "flow_log_id" -> record(name, RecordContext::flowLogId);
      case "flow_log_type" -> record(name, record -> record.type().word());
      case "flow_log_version" -> record(name, RecordContext::version);
      case "target_id" -> record(name, RecordContext::targetId);
      case "subscription_id" -> record(name, RecordContext::subscriptionId);
      case "resource_group" -> record(name, RecordContext::resourceGroup);
      case "virtual_network" -> record(name, RecordContext::virtualNetwork);
      case "region" -> record(name, RecordContext::region);
      case "source" -> record(name, record -> record.origin().source());
      case "extra" -> extra(name);
      case TableRest.NAME -> rest(name);
      default -> throw new IllegalArgumentException("There is no column " + field);
    }
  }

  private void id(String name) {
    NumberedColumn column = table.numbered(name);
    ids.add(column);
    ofFlow.add((flow, text, starts) -> column.add(flow.ordinal()));
  }

  private void time(String name) {
    LongColumn column = table.number(name, LeafType.TIMESTAMP);
    ofFlow.add((flow, text, starts) -> column.add(flow.timeMillis()));
  }

  private void recordTime(String name) {
    LongColumn column = table.number(name, LeafType.TIMESTAMP);
    ofRecord.add(
        (record, rows) -> {
          if (record.timeMillis() == 0) {
            column.addMissing(rows);
          } else {
            column.add(record.timeMillis(), rows);
          }
        });
  }

  private void decision(String name) {
    TextColumn column = table.text(name);
    byte[] allow = utf8("allow");
    byte[] deny = utf8("deny");
    int state = STATE.position();
    ofFlow.add(
        (flow, text, starts) -> {
          int from = starts[state];
          boolean denied = starts[state + 1] - from == 2 && text[from] == 'D';
          byte[] word = denied ? deny : allow;
          column.add(word, 0, word.length);
        });
  }

  private void text(TupleField field, String name) {
    TextColumn column = table.text(name);
    int position = field.position();
    ofFlow.add(
        (flow, text, starts) -> {
          int from = starts[position];
          int to = starts[position + 1] - 1;
          if (from == to) {
            column.addMissing(1);
          } else {
            column.add(text, from, to);
          }
        });
  }

  private void number(TupleField field, String name) {
    LongColumn column = table.number(name, LeafType.INT32);
    int position = field.position();
    ofFlow.add(
        (flow, text, starts) ->
            column.add(Decimal.of(text, starts[position], starts[position + 1] - 1)));
  }

  private void protocolName(String name) {
    TextColumn column = table.text(name);
    byte[][] names = new byte[256][];
    for (int protocol = 0; protocol < names.length; protocol++) {
      String word = Protocols.name(protocol);
      names[protocol] = word == null ? null : utf8(word);
    }
    int position = PROTOCOL.position();
    ofFlow.add(
        (flow, text, starts) -> {
          long protocol = Decimal.of(text, starts[position], starts[position + 1] - 1);
          byte[] word = protocol < names.length ? names[(int) protocol] : null;
          if (word == null) {
            column.addMissing(1);
          } else {
            column.add(word, 0, word.length);
          }
        });
  }

  private void counter(TupleField field, String name) {
    LongColumn column = table.number(name, LeafType.INT64);
    int position = field.position();
    ofFlow.add(
        (flow, text, starts) -> {
          int from = starts[position];
          int to = starts[position + 1] - 1;
          if (from == to || (to - from > SURE_DIGITS && TableRest.isTooLarge(flow, field))) {
            column.addMissing(1);
          } else {
            column.add(Decimal.of(text, from, to));
          }
        });
  }

  private void extra(String name) {
    TextColumn column = table.text(name);
    ofFlow.add((flow, text, starts) -> add(flow.hasExtra() ? flow.extra() : null, column));
  }

  private void rest(String name) {
    TextColumn column = table.text(name);
    ofFlow.add((flow, text, starts) -> add(TableRest.of(flow), column));
  }

  private static void add(String text, TextColumn column) {
    if (text == null) {
      column.addMissing(1);
    } else {
      byte[] utf8 = utf8(text);
      column.add(utf8, 0, utf8.length);
    }
  }

  private void group(String name, Function<FlowGroup, String> text) {
    ofGroup.add(new OfGroup(table.text(name), text));
  }

  private void record(String name, Function<RecordContext, String> text) {
    group(name, group -> text.apply(group.record()));
  }

  /** Adds the column of a derived field under a name. */
  void derived(DerivedField field, String name) {
    ByteOutput out = new ByteOutput(64);
    Value value = field.value();
    if (field.text()) {
      TextColumn column = table.text(name);
      ofFlow.add((flow, text, starts) -> put(made(value, flow, out), column));
    } else if (field.of() == Derived.ENCRYPTION) {
      BooleanColumn column = table.truth(name);
      ofFlow.add((flow, text, starts) -> put(made(value, flow, out), column));
    } else {
      LongColumn column = table.number(name, LeafType.INT64);
      ofFlow.add((flow, text, starts) -> put(made(value, flow, out), column));
    }
  }

  private static ByteOutput made(Value value, Flow flow, ByteOutput out) {
    out.clear();
    value.write(flow, out);
    return out;
  }

  private static void put(ByteOutput made, TextColumn column) {
    if (made.size() == 0) {
      column.addMissing(1);
    } else {
      column.add(made.array(), 0, made.size());
    }
  }

  private static void put(ByteOutput made, BooleanColumn column) {
    if (made.size() == 0) {
      column.addMissing(1);
    } else {
      column.add(made.array()[0] == 't');
    }
  }

  private static void put(ByteOutput made, LongColumn column) {
    if (made.size() == 0) {
      column.addMissing(1);
    } else {
      column.add(Decimal.of(made.array(), 0, made.size()));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
