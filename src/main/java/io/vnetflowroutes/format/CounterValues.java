package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Azure's unsigned 64-bit counters in schemas whose numbers are signed: those above 2^63-1 are kept
 * apart as texts. An empty counter means no statistics, and has no value at all.
 */
final class CounterValues {

  private static final int SURE_DIGITS = 18;
  private static final byte[] LARGEST =
      Long.toString(Long.MAX_VALUE).getBytes(StandardCharsets.US_ASCII);

  private CounterValues() {}

  /** A counter up to 2^63-1, the most that a signed 64-bit number holds. */
  static JsonValue<Flow> counter(TupleField field) {
    return (flow, out) -> {
      if (fitsLong(flow, field)) {
        FlowValues.putDigits(flow, field, out);
      }
    };
  }

  /** A counter above 2^63-1, as a text. */
  static JsonValue<Flow> largeCounter(TupleField field) {
    JsonValue<Flow> text = FlowValues.text(field);
    return (flow, out) -> {
      if (!fitsLong(flow, field)) {
        text.write(flow, out);
      }
    };
  }

  /** The sum of two counters, if both are there and it is at most 2^63-1. */
  static JsonValue<Flow> sum(TupleField one, TupleField other) {
    return (flow, out) -> {
      if (isSmall(flow, one) && isSmall(flow, other)) {
        out.putDecimal(number(flow, one) + number(flow, other));
      }
    };
  }

  private static boolean fitsLong(Flow flow, TupleField field) {
    int from = flow.from(field);
    int to = flow.to(field);
    return to - from < LARGEST.length
        || (to - from == LARGEST.length
            && Arrays.compare(flow.text(), from, to, LARGEST, 0, LARGEST.length) <= 0);
  }

  private static boolean isSmall(Flow flow, TupleField field) {
    int length = flow.to(field) - flow.from(field);
    return length > 0 && length <= SURE_DIGITS;
  }

  private static long number(Flow flow, TupleField field) {
    long number = 0;
    for (int at = flow.from(field), to = flow.to(field); at < to; at++) {
      number = number * 10 + flow.text()[at] - '0';
    }
    return number;
  }
}
