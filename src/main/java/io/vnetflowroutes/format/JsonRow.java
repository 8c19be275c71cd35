package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Row.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The rows of JSON objects. What has no value is left out. */
final class JsonRow {

  private JsonRow() {}

  /** The mapping that makes one object of these rows. */
  static Mapping mapping(Row... rows) {
    return new Mapping(List.of(Row.of("{", List.of(rows), "}")));
  }

  /** A text, a number or a list of texts that is always the same. */
  static Row fixed(String key, Object value) {
    String literal = literal(value);
    return Row.of(key(key), Level.FIXED, (flow, out) -> out.put(literal), ",");
  }

  /** A text of the record. */
  static Row record(String key, Function<RecordContext, String> text) {
    Value value = (flow, out) -> putText(text.apply(flow.record()), out);
    return Row.of(key(key), Level.RECORD, value, ",");
  }

  /** A value of the record that is no text, as it stands in JSON. */
  static Row recordValue(String key, Function<RecordContext, String> json) {
    Value value = (flow, out) -> out.put(json.apply(flow.record()));
    return Row.of(key(key), Level.RECORD, value, ",");
  }

  /** A text of the group: what its rule and its list tell. */
  static Row group(String key, Function<FlowGroup, String> text) {
    Value value = (flow, out) -> putText(text.apply(flow.group()), out);
    return Row.of(key(key), Level.GROUP, value, ",");
  }

  /** A value of the flow that is a text. */
  static Row text(String key, Value value) {
    return Row.of(key(key) + '"', Level.FLOW, value, "\",");
  }

  /** A value of the flow that is a number. */
  static Row number(String key, Value value) {
    return json(key, value);
  }

  /** A list of those texts of the flow that there are. */
  static Row texts(String key, Value... values) {
    List<Row> elements =
        List.of(values).stream().map(v -> Row.of("\"", Level.FLOW, v, "\",")).toList();
    return Row.of(key(key) + '[', elements, "],");
  }

  /** A value of the flow as it stands in JSON. */
  static Row json(String key, Value value) {
    return Row.of(key(key), Level.FLOW, value, ",");
  }

  /** An object. */
  static Row object(String key, Row... rows) {
    return object(key, List.of(rows));
  }

  /** An object. */
  static Row object(String key, List<Row> rows) {
    return Row.of(key(key) + '{', rows, "},");
  }

  /** A list of rows made by {@link #element}. */
  static Row list(String key, Row... elements) {
    return Row.of(key(key) + '[', List.of(elements), "],");
  }

  /** An object in a list. */
  static Row element(Row... rows) {
    return Row.of("{", List.of(rows), "},");
  }

  /** Encodes a text, a number or a list of texts; {@code null} and empty texts become nothing. */
  static String literal(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(JsonRow::literal).toList().toString().replace(", ", ",");
    }
    if (value == null || value instanceof Number || value.equals("")) {
      return value == null ? "" : value.toString();
    }
    ByteOutput out = new ByteOutput(64).putJsonString(value.toString());
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
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
