package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The values that follow from a flow, for the rows of a {@link Mapping}, in any syntax: without
 * quotes, and with letters that need no escape. They write nothing if the flow has no value. An
 * instance belongs to one mapping, and so to one thread.
 */
public final class FlowValues {

  private static final int DIRECTION = TupleField.DIRECTION.position();

  private FlowValues() {}

  /** The flow's id. */
  public static Value id() {
    return new FlowId();
  }

  /** The flow's time, RFC 3339 with milliseconds in UTC. */
  public static Value time() {
    Rfc3339 time = new Rfc3339();
    return (flow, out) -> time.write(flow.timeMillis(), out);
  }

  /** The flow's time in milliseconds since 1970. */
  public static Value millis() {
    return (flow, out) -> out.putDecimal(flow.timeMillis());
  }

  /** A value only for flows in this state. */
  public static Value onlyAt(FlowState state, Value value) {
    return (flow, out) -> {
      if (FlowState.of(flow) == state) {
        value.write(flow, out);
      }
    };
  }

  /** A value with its letters of ASCII in upper case. */
  public static Value upperCase(Value value) {
    return inCase(value, 'a', 'z', 'A' - 'a');
  }

  /** A value with its letters of ASCII in lower case. */
  public static Value lowerCase(Value value) {
    return inCase(value, 'A', 'Z', 'a' - 'A');
  }

  private static Value inCase(Value value, char first, char last, int change) {
    if (value == Value.NONE) {
      return value;
    }
    return Value.escaped(
        value,
        (text, from, to, out) -> {
          for (int at = from; at < to; at++) {
            byte b = text[at];
            out.put(b >= first && b <= last ? b + change : b);
          }
        });
  }

  /** A field that is a number. */
  public static Value digits(TupleField field) {
    return Value.ofField(field, (flow, out) -> putDigits(flow, field, out));
  }

  /** A word by the number of the protocol; 256 for all that are not a byte. */
  public static Value byProtocol(IntFunction<String> word) {
    byte[][] words = new byte[257][];
    Arrays.setAll(words, number -> utf8(word.apply(number)));
    return Value.ofKind((flow, out) -> out.put(words[Math.min(flow.protocol(), 256)]));
  }

  /** One of two words by the decision. */
  public static Value byDecision(String allow, String deny) {
    byte[] allowed = utf8(allow);
    byte[] denied = utf8(deny);
    return Value.ofKind(
        (flow, out) -> out.put(flow.decision() == Decision.DENY ? denied : allowed));
  }

  /** A word by the state of the flow; nothing if the function has none. */
  public static Value byState(Function<FlowState, String> word) {
    Map<FlowState, byte[]> words = new EnumMap<>(FlowState.class);
    for (FlowState state : FlowState.values()) {
      words.put(state, utf8(word.apply(state)));
    }
    return Value.ofKind((flow, out) -> out.put(words.get(FlowState.of(flow))));
  }

  /** A word by the direction as the interface sees it: in, out, absent, or an unknown letter. */
  public static Value byDirection(String in, String out, String none, String strange) {
    byte[] inbound = utf8(in);
    byte[] outbound = utf8(out);
    byte[] absent = utf8(none);
    byte[] other = utf8(strange);
    return Value.ofKind(
        (flow, to) ->
            to.put(
                switch (direction(flow)) {
                  case 'I' -> inbound;
                  case 'O' -> outbound;
                  case 0 -> absent;
                  default -> other;
                }));
  }

  /** A text of the record about the logged interface, if that is the flow's source. */
  public static Value atSource(Function<RecordContext, String> text) {
    return ofInterface('O', text);
  }

  /** A text of the record about the logged interface, if that is the flow's destination. */
  public static Value atDestination(Function<RecordContext, String> text) {
    return ofInterface('I', text);
  }

  private static Value ofInterface(char direction, Function<RecordContext, String> text) {
    return Value.ofKind(
        (flow, out) -> {
          if (direction(flow) == direction) {
            out.put(utf8(text.apply(flow.record())));
          }
        });
  }

  /** {@code I}, {@code O}, 0 for none, or a question mark for any other. */
  static char direction(Flow flow) {
    int from = flow.from(DIRECTION);
    int length = flow.to(DIRECTION) - from;
    if (length == 0) {
      return 0;
    }
    byte letter = flow.text()[from];
    return length == 1 && (letter == 'I' || letter == 'O') ? (char) letter : '?';
  }

  public static void putDigits(Flow flow, TupleField field, ByteOutput out) {
    int from = flow.from(field);
    out.put(flow.text(), from, flow.to(field) - from);
  }

  private static byte[] utf8(String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }
}
