package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.STATE;

import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The values that JSON formats take from a flow, for the rows of a {@link JsonMapping}: they write
 * nothing where the flow has none. Each belongs to one mapping, and so to one thread.
 */
final class FlowValues {

  private FlowValues() {}

  /** The flow's id. */
  static JsonValue<Flow> id() {
    FlowId id = new FlowId();
    return (flow, out) -> {
      id.write(flow, out.put('"'));
      out.put('"');
    };
  }

  /** The flow's time, RFC 3339 with milliseconds in UTC. */
  static JsonValue<Flow> time() {
    Rfc3339 time = new Rfc3339();
    return (flow, out) -> {
      time.write(flow.timeMillis(), out.put('"'));
      out.put('"');
    };
  }

  /** The flow's time, if it reports this of its connection. */
  static JsonValue<Flow> timeOf(FlowState state) {
    JsonValue<Flow> always = time();
    return (flow, out) -> {
      if (FlowState.of(flow) == state) {
        always.write(flow, out);
      }
    };
  }

  /** The flow's time in milliseconds since 1970. */
  static JsonValue<Flow> millis() {
    return (flow, out) -> out.putDecimal(flow.timeMillis());
  }

  /** A field as Azure wrote it, as a text. */
  static JsonValue<Flow> text(TupleField field) {
    return (flow, out) -> {
      int from = flow.from(field);
      int to = flow.to(field);
      if (from == to) {
        return;
      }
      out.put('"');
      if (flow.plain()) {
        out.put(flow.text(), from, to - from);
      } else {
        out.putJsonEscaped(flow.text(), from, to);
      }
      out.put('"');
    };
  }

  /** The whole tuple as a text. */
  static JsonValue<Flow> tuple() {
    return (flow, out) -> out.putJsonString(flow.tuple());
  }

  /** What stands behind the thirteenth field. */
  static JsonValue<Flow> extra() {
    return (flow, out) -> {
      if (flow.hasExtra()) {
        out.putJsonString(flow.extra());
      }
    };
  }

  /** A field that is a number which fits, such as a port. */
  static JsonValue<Flow> number(TupleField field) {
    return (flow, out) -> putDigits(flow, field, out);
  }

  /** A value by the number of the protocol; nothing where the function has none. */
  static JsonValue<Flow> byProtocol(IntFunction<Object> value) {
    byte[][] literals = new byte[256][];
    Arrays.setAll(literals, number -> JsonRow.literal(value.apply(number)));
    return (flow, out) -> {
      int number = flow.protocol();
      if (number < literals.length) {
        out.put(literals[number]);
      }
    };
  }

  /** One of two values by the decision. */
  static JsonValue<Flow> byDecision(Object allow, Object deny) {
    byte[] allowed = JsonRow.literal(allow);
    byte[] denied = JsonRow.literal(deny);
    return (flow, out) -> out.put(flow.decision() == Decision.DENY ? denied : allowed);
  }

  /** A value by what the flow reports of its connection. */
  static JsonValue<Flow> byState(Function<FlowState, Object> value) {
    Map<FlowState, byte[]> literals = new EnumMap<>(FlowState.class);
    for (FlowState state : FlowState.values()) {
      literals.put(state, JsonRow.literal(value.apply(state)));
    }
    return (flow, out) -> out.put(literals.get(FlowState.of(flow)));
  }

  /** The state as Azure wrote it where nobody knows it. */
  static JsonValue<Flow> strangeState(JsonValue<Flow> otherwise) {
    JsonValue<Flow> text = text(STATE);
    return (flow, out) ->
        (FlowState.of(flow) == FlowState.STRANGE ? text : otherwise).write(flow, out);
  }

  /** A value by the direction as the interface sees it: in, out, not told, or a strange letter. */
  static JsonValue<Flow> byDirection(Object in, Object out, Object none, Object strange) {
    byte[] inbound = JsonRow.literal(in);
    byte[] outbound = JsonRow.literal(out);
    byte[] absent = JsonRow.literal(none);
    byte[] other = JsonRow.literal(strange);
    return (flow, to) ->
        to.put(
            switch (direction(flow)) {
              case 'I' -> inbound;
              case 'O' -> outbound;
              case 0 -> absent;
              default -> other;
            });
  }

  /** The direction as Azure wrote it where nobody knows it. */
  static JsonValue<Flow> strangeDirection(JsonValue<Flow> otherwise) {
    JsonValue<Flow> text = text(DIRECTION);
    return (flow, out) -> (direction(flow) == '?' ? text : otherwise).write(flow, out);
  }

  /** A text of the record that belongs to the logged interface, if that is the flow's source. */
  static JsonValue<Flow> atSource(Function<RecordContext, String> text) {
    return new OfInterface('O', text);
  }

  /** A text of the record that belongs to the logged interface, if that is the destination. */
  static JsonValue<Flow> atDestination(Function<RecordContext, String> text) {
    return new OfInterface('I', text);
  }

  /** {@code I}, {@code O}, 0 for none, or a question mark for any other. */
  private static char direction(Flow flow) {
    int from = flow.from(DIRECTION);
    int length = flow.to(DIRECTION) - from;
    if (length == 0) {
      return 0;
    }
    byte letter = flow.text()[from];
    return length == 1 && (letter == 'I' || letter == 'O') ? (char) letter : '?';
  }

  static void putDigits(Flow flow, TupleField field, ByteOutput out) {
    int from = flow.from(field);
    out.put(flow.text(), from, flow.to(field) - from);
  }

  /** Writes a text of the record for flows of one direction, encoded once for the record. */
  private static final class OfInterface implements JsonValue<Flow> {

    private final char direction;
    private final Function<RecordContext, String> text;
    private RecordContext record;
    private byte[] literal = {};

    OfInterface(char direction, Function<RecordContext, String> text) {
      this.direction = direction;
      this.text = text;
    }

    @Override
    public void write(Flow flow, ByteOutput out) {
      if (direction(flow) != direction) {
        return;
      }
      if (!flow.record().equals(record)) {
        record = flow.record();
        literal = JsonRow.literal(text.apply(record));
      }
      out.put(literal);
    }
  }
}
