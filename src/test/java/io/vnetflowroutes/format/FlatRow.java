package io.vnetflowroutes.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.table.JsonText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a row of a table must hold: the values of a line of the flat format in the table's types.
 */
final class FlatRow {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FlatRow() {}

  /** The values of a line by their columns; {@code null} for what is missing. */
  static Map<String, Object> of(String line) throws JsonProcessingException {
    JsonNode flat = JSON.readTree(line);
    Map<String, Object> row = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    for (String name : FlatFields.NAMES) {
      Object value = value(name, flat.path(name));
      row.put(name, value);
      if (value == null && flat.hasNonNull(name)) {
        rest.add('"' + name + "\":" + JsonText.string(flat.get(name).asText()));
      }
    }
    row.put("rest", rest.isEmpty() ? null : '{' + String.join(",", rest) + '}');
    flat.properties().stream()
        .filter(member -> !row.containsKey(member.getKey()))
        .toList()
        .forEach(derived -> row.put(derived.getKey(), value("", derived.getValue())));
    return row;
  }

  private static Object value(String name, JsonNode value) {
    if (name.equals("time")) {
      return Instant.parse(value.textValue()).toEpochMilli();
    }
    if (name.equals("record_time")) {
      return millis(value.textValue());
    }
    if (value.isIntegralNumber()) {
      return value.canConvertToLong() ? (Long) value.longValue() : null;
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.textValue();
  }

  /** Times before 1970 are none, as no log is so old. */
  private static Long millis(String time) {
    try {
      long millis = time == null ? 0 : Instant.parse(time).toEpochMilli();
      return millis > 0 ? (Long) millis : null;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
