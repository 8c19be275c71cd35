package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * Values that a table's types cannot hold, as texts in a JSON object: counters above 2^63-1, and a
 * record's time that is not valid. Hardly any flow has such a value.
 */
final class TableRest {

  /** The name of its column. */
  static final String NAME = "rest";

  private static final List<TupleField> COUNTERS =
      List.of(
          TupleField.PACKETS_SENT,
          TupleField.BYTES_SENT,
          TupleField.PACKETS_RECEIVED,
          TupleField.BYTES_RECEIVED);

  private TableRest() {}

  /** Whether a counter is above 2^63-1. */
  static boolean isTooLarge(Flow flow, TupleField field) {
    return flow.to(field) - flow.from(field) > CounterValues.SURE_DIGITS
        && flow.counter(field).orElse(0) < 0;
  }

  /** The object, or {@code null} if every value has a column of its own. */
  static String of(Flow flow) {
    boolean wrongTime = flow.record().timeMillis() == 0 && flow.record().time() != null;
    if (!wrongTime && mostDigits(flow) <= CounterValues.SURE_DIGITS) {
      return null;
    }
    List<String> members = new ArrayList<>();
    if (wrongTime) {
      members.add("\"record_time\":" + JsonText.string(flow.record().time()));
    }
    for (TupleField field : COUNTERS) {
      if (isTooLarge(flow, field)) {
        members.add('"' + field.word() + "\":\"" + flow.get(field) + '"');
      }
    }
    return members.isEmpty() ? null : '{' + String.join(",", members) + '}';
  }

  private static int mostDigits(Flow flow) {
    int most = 0;
    for (TupleField field : COUNTERS) {
      most = Math.max(most, flow.to(field) - flow.from(field));
    }
    return most;
  }
}
