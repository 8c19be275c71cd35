package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The rows of JSON objects. A row without a value is left out. */
public final class JsonRow {

  private JsonRow() {}

  /** The mapping that makes one object of these rows. */
  public static Mapping mapping(ToLongFunction<Flow> kinds, Row... rows) {
    return new Mapping(List.of(Row.of("{", List.of(rows), "}")), kinds);
  }

  /** A text, a number or a list of texts that is always the same. */
  public static Row fixed(String key, Object value) {
    String literal = literal(value);
    return json(key, Value.ofKind((flow, out) -> out.put(literal)));
  }

  /** A text of the record; not of its time, for which there is {@link #recordTime}. */
  public static Row record(String key, Function<RecordContext, String> text) {
    return json(key, Value.ofKind((flow, out) -> putText(text.apply(flow.record()), out)));
  }

  /** A value of the record that is not a text, in JSON. */
  public static Row recordValue(String key, Function<RecordContext, String> json) {
    return json(key, Value.ofKind((flow, out) -> out.put(json.apply(flow.record()))));
  }

  /** A value of the record's time, in JSON. */
  public static Row recordTime(String key, Function<RecordContext, String> json) {
    return json(key, new RecordTime(json));
  }

  /** A text of the group, from its rule and its list. */
  public static Row group(String key, Function<FlowGroup, String> text) {
    return json(key, Value.ofKind((flow, out) -> putText(text.apply(flow.group()), out)));
  }

  /** A value of the flow that is a text. */
  public static Row text(String key, Value value) {
    return Row.of(key(key) + '"', value, "\",");
  }

  /** A value of the flow that is a number. */
  public static Row number(String key, Value value) {
    return json(key, value);
  }

  /** A list of the texts that the flow has. */
  public static Row texts(String key, Value... values) {
    List<Row> elements = List.of(values).stream().map(v -> Row.of("\"", v, "\",")).toList();
    return Row.of(key(key) + '[', elements, "],");
  }

  /** A value of the flow, in JSON. */
  public static Row json(String key, Value value) {
    return Row.of(key(key), value, ",");
  }

  /** An object. */
  public static Row object(String key, Row... rows) {
    return object(key, List.of(rows));
  }

  /** An object. */
  public static Row object(String key, List<Row> rows) {
    return Row.of(key(key) + '{', rows, "},");
  }

  /** A list of rows made by {@link #element}. */
  public static Row list(String key, Row... elements) {
    return Row.of(key(key) + '[', List.of(elements), "],");
  }

  /** An object in a list. */
  public static Row element(Row... rows) {
    return Row.of("{", List.of(rows), "},");
  }

  /** Encodes a text, a number or a list of texts; {@code null} and empty texts become nothing. */
  public static String literal(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(JsonRow::literal).toList().toString().replace(", ", ",");
    }
    if (value == null || value instanceof Number || value.equals("")) {
      return value == null ? "" : value.toString();
    }
    return JsonText.string(value.toString());
  }

  /** Writes a text with its quotes; {@code null} and empty texts are nothing. */
  private static void putText(String text, ByteOutput out) {
    if (text != null && !text.isEmpty()) {
      out.putJsonString(text);
    }
  }

  private static String key(String key) {
    return literal(key) + ':';
  }
}
