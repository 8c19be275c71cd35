package io.vnetflowroutes.table;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Azure's unsigned 64-bit counters in schemas with smaller numbers; larger values are kept
 * separately. An empty counter means no statistics, and has no value.
 */
public final class CounterValues {

  /** The most digits of a counter that is certainly at most 2^63-1. */
  public static final int SURE_DIGITS = 18;

  /** The digits of 2^31-1. */
  static final int INT_DIGITS = 10;

  private static final byte[] NONE = {};
  private static final byte[] LARGEST_INT = digits(Integer.MAX_VALUE);
  private static final byte[] LARGEST_LONG = digits(Long.MAX_VALUE);

  private CounterValues() {}

  /** A counter up to 2^31-1. */
  public static Value upToInt(TupleField field) {
    return between(NONE, LARGEST_INT, field);
  }

  /** A counter above 2^31-1, up to 2^63-1. */
  public static Value aboveInt(TupleField field) {
    return between(LARGEST_INT, LARGEST_LONG, field);
  }

  /** A counter up to 2^63-1. */
  public static Value upToLong(TupleField field) {
    return between(NONE, LARGEST_LONG, field);
  }

  /** A counter above 2^63-1. */
  public static Value aboveLong(TupleField field) {
    return (flow, out) -> {
      if (isAbove(LARGEST_LONG, flow, field)) {
        FlowValues.putDigits(flow, field, out);
      }
    };
  }

  /** The sum of two counters, if both exist and are small enough. */
  public static Value sum(TupleField one, TupleField other) {
    return (flow, out) -> {
      if (isSmall(flow, one) && isSmall(flow, other)) {
        out.putDecimal(flow.number(one) + flow.number(other));
      }
    };
  }

  private static Value between(byte[] above, byte[] upTo, TupleField field) {
    return Value.ofField(
        field,
        (flow, out) -> {
          if (isAbove(above, flow, field) && !isAbove(upTo, flow, field)) {
            FlowValues.putDigits(flow, field, out);
          }
        });
  }

  /** Whether the digits of a counter are above 2^31-1. */
  static boolean isAboveInt(Flow flow, int from, int to) {
    return isAbove(LARGEST_INT, flow, from, to);
  }

  private static boolean isAbove(byte[] limit, Flow flow, TupleField field) {
    return isAbove(limit, flow, flow.from(field), flow.to(field));
  }

  private static boolean isAbove(byte[] limit, Flow flow, int from, int to) {
    return to - from > limit.length
        || (to - from == limit.length
            && Arrays.compare(flow.text(), from, to, limit, 0, limit.length) > 0);
  }

  private static boolean isSmall(Flow flow, TupleField field) {
    int length = flow.to(field) - flow.from(field);
    return length > 0 && length <= SURE_DIGITS;
  }

  private static byte[] digits(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
