package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;
import java.util.function.Function;

/**
 * One row of a {@link JsonMapping}: a key, and where its value comes from. A row without a value
 * writes nothing, and neither does an object all of whose rows write nothing.
 *
 * @param key the key with its quotes and its colon
 * @param level how often the value changes
 * @param value writes the value; {@code null} for an object
 * @param rows the rows of an object; empty for a value
 */
record JsonRow(byte[] key, Level level, JsonValue<Flow> value, List<JsonRow> rows) {

  /** How often a value changes, in rising order. */
  enum Level {
    FIXED,
    RECORD,
    GROUP,
    FLOW
  }

  /** A text, a number or a list of texts that is always the same. */
  static JsonRow fixed(String key, Object value) {
    byte[] literal = literal(value);
    return row(key, Level.FIXED, (flow, out) -> out.put(literal));
  }

  /** A text of the record. */
  static JsonRow record(String key, Function<RecordContext, String> text) {
    return recordValue(key, (record, out) -> putText(text.apply(record), out));
  }

  /** A value of the record that is no text. */
  static JsonRow recordValue(String key, JsonValue<RecordContext> value) {
    return row(key, Level.RECORD, (flow, out) -> value.write(flow.record(), out));
  }

  /** A text of the group: what its rule and its list tell. */
  static JsonRow group(String key, Function<FlowGroup, String> text) {
    return row(key, Level.GROUP, (flow, out) -> putText(text.apply(flow.group()), out));
  }

  /** A value of the flow itself. */
  static JsonRow flow(String key, JsonValue<Flow> value) {
    return row(key, Level.FLOW, value);
  }

  /** An object. */
  static JsonRow object(String key, JsonRow... rows) {
    return object(key, List.of(rows));
  }

  /** An object. */
  static JsonRow object(String key, List<JsonRow> rows) {
    Level level = rows.stream().map(JsonRow::level).max(Level::compareTo).orElse(Level.FIXED);
    return new JsonRow(encoded(key), level, null, List.copyOf(rows));
  }

  /** Encodes a text, a number or a list of texts; {@code null} becomes nothing. */
  static byte[] literal(Object value) {
    ByteOutput out = new ByteOutput(32);
    if (value instanceof List<?> list) {
      out.put('[');
      for (Object element : list) {
        out.put(literal(element)).put(',');
      }
      out.replaceLast(']');
    } else if (value instanceof Integer number) {
      out.putDecimal(number);
    } else if (value != null) {
      out.putJsonString(value.toString());
    }
    return out.toByteArray();
  }

  /** Writes the key and the value with a comma behind them, or nothing. */
  void write(Flow flow, ByteOutput out) {
    int before = out.size();
    out.put(key);
    int empty = out.size();
    if (value != null) {
      value.write(flow, out);
    } else {
      out.put('{');
      empty++;
      rows.forEach(row -> row.write(flow, out));
    }
    if (out.size() == empty) {
      out.truncate(before);
    } else if (value != null) {
      out.put(',');
    } else {
      out.replaceLast('}');
      out.put(',');
    }
  }

  private static JsonRow row(String key, Level level, JsonValue<Flow> value) {
    return new JsonRow(encoded(key), level, value, List.of());
  }

  private static byte[] encoded(String key) {
    return new ByteOutput(32).putJsonString(key).put(':').toByteArray();
  }

  private static void putText(String text, ByteOutput out) {
    if (text != null) {
      out.putJsonString(text);
    }
  }
}
