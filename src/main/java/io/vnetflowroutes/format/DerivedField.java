package io.vnetflowroutes.format;

import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.table.CsvText;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import org.apache.commons.text.CaseUtils;

/**
 * A derived field with its value.
 *
 * @param of the derivation that it belongs to
 * @param name its name in the flat format, in CSV, and in schemas without a place for it
 * @param text whether it is a text in JSON, and not a number or a truth value
 * @param value the value without quotes and escapes; nothing if the flow has none
 */
record DerivedField(Derived of, String name, boolean text, Value value) {

  /** The value in JSON, without quotes. */
  Value json() {
    return Value.escaped(value, JsonText::put);
  }

  /** The field of the flat format and of CSV. */
  FlatField flat() {
    Value json = json();
    return new FlatField(
        name,
        "",
        Value.at(
            value.level(),
            (flow, out) -> {
              int start = out.size();
              out.put(text ? "\"" : "");
              int empty = out.size();
              json.write(flow, out);
              if (out.size() > empty) {
                out.put(text ? "\"" : "");
              } else {
                out.truncate(start);
                out.put("null");
              }
            }),
        CsvText.escaped(value));
  }

  /** The member for schemas without a field for it; always a text. */
  Row member() {
    return Row.of(JsonRow.literal(name) + ":\"", json(), "\",");
  }

  /** The same in CEF, under a key of the program's own. */
  Row extension() {
    String key = "AzureVNetFlow" + CaseUtils.toCamelCase(name, true, '_');
    return Row.of(' ' + key + '=', CefRow.escaped(value), "");
  }
}
