package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.CsvText;
import io.vnetflowroutes.table.FlowValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.RecordTime;
import io.vnetflowroutes.table.Rfc3339;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.util.function.Function;

/**
 * A field of the flat format, which is also a column of CSV: its value in the syntax of both. An
 * absent field is {@code null} in JSON and empty in CSV.
 *
 * @param name its name, unless the user renames it
 * @param quotes the text before and after a value in JSON that is never absent
 * @param json the value in JSON; nothing if the field must be left out
 * @param csv the value in CSV
 */
record FlatField(String name, String quotes, Value json, Value csv) {

  private static final String NULL = "null";

  /** A text of the flow that is never absent and needs no escape. */
  static FlatField plain(String name, Value value) {
    return new FlatField(name, "\"", value, value);
  }

  /** A number of the flow that is never absent. */
  static FlatField number(String name, Value value) {
    return new FlatField(name, "", value, value);
  }

  /** A number of the tuple that can be absent. */
  static FlatField counter(TupleField field) {
    Value digits = FlowValues.digits(field);
    return new FlatField(field.word(), "", Value.ofField(field, orNull(field, digits)), digits);
  }

  /** A text of the tuple that can be absent or need escapes. */
  static FlatField text(TupleField field) {
    Value text = JsonText.of(field);
    Value quoted =
        Value.at(
            text.level(),
            (flow, out) -> {
              out.put('"');
              text.write(flow, out);
              out.put('"');
            });
    return new FlatField(field.word(), "", orNull(field, quoted), CsvText.of(field));
  }

  private static Value orNull(TupleField field, Value value) {
    return Value.at(
        value.level(),
        (flow, out) -> {
          if (flow.from(field) == flow.to(field)) {
            out.put(NULL);
          } else {
            value.write(flow, out);
          }
        });
  }

  /** A text of the record; not of its time, for which there is {@link #recordTime}. */
  static FlatField record(String name, Function<RecordContext, String> text) {
    return text(name, flow -> text.apply(flow.record()));
  }

  /** The time of the record. */
  static FlatField recordTime(String name) {
    Rfc3339 times = new Rfc3339();
    return new FlatField(
        name,
        "",
        new RecordTime(record -> JsonText.string(times.of(record))),
        new RecordTime(record -> CsvText.of(times.of(record))));
  }

  /** A text of the group, from its rule and its list. */
  static FlatField group(String name, Function<FlowGroup, String> text) {
    return text(name, flow -> text.apply(flow.group()));
  }

  private static FlatField text(String name, Function<Flow, String> text) {
    return new FlatField(
        name,
        "",
        Value.ofKind((flow, out) -> out.putJsonString(text.apply(flow))),
        Value.ofKind((flow, out) -> CsvText.put(text.apply(flow), out)));
  }

  /** The row of a JSON object, under a key. */
  Row member(String key) {
    return Row.of(JsonRow.literal(key) + ':' + quotes, json, quotes + ',');
  }

  /** The row of a line; the comma belongs to the value, because an empty column has it, too. */
  Row column() {
    return Row.of(
        "",
        Value.at(
            csv.level(),
            (flow, out) -> {
              csv.write(flow, out);
              out.put(',');
            }),
        "");
  }
}
