package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Texts of a flow that may hold anything, with JSON's escapes and without quotes. */
public final class JsonText {

  private JsonText() {}

  /** A field as Azure wrote it. */
  public static Value of(TupleField field) {
    return new FieldText(field, JsonText::put);
  }

  /** Writes text with JSON's escapes. */
  public static void put(byte[] utf8, int from, int to, ByteOutput out) {
    out.putJsonEscaped(utf8, from, to);
  }

  /** A text of the group. */
  public static Value of(Function<FlowGroup, String> text) {
    return Value.ofKind((flow, out) -> out.put(escaped(text.apply(flow.group()))));
  }

  /** The state as Azure wrote it if it is unknown, otherwise another value. */
  public static Value strangeState(Value otherwise) {
    Value state = of(TupleField.STATE);
    return Value.ofKind(
        (flow, out) ->
            (FlowState.of(flow) == FlowState.STRANGE ? state : otherwise).write(flow, out));
  }

  /** The direction as Azure wrote it if it is unknown, otherwise another value. */
  public static Value strangeDirection(Value otherwise) {
    Value direction = of(TupleField.DIRECTION);
    return Value.ofKind(
        (flow, out) ->
            (FlowValues.direction(flow) == '?' ? direction : otherwise).write(flow, out));
  }

  /** The whole tuple as Azure wrote it. */
  public static void tuple(Flow flow, ByteOutput out) {
    int from = flow.from(TupleField.TIME);
    int to = flow.to(TupleField.BYTES_RECEIVED);
    if (flow.plain() && !flow.hasExtra() && flow.record().type() == FlowLogType.VNET) {
      out.put(flow.text(), from, to - from);
    } else {
      out.put(escaped(flow.tuple()));
    }
  }

  /** The text after the thirteenth field. */
  public static void extra(Flow flow, ByteOutput out) {
    if (flow.hasExtra()) {
      out.put(escaped(flow.extra()));
    }
  }

  /** A text with its quotes, or {@code null}. */
  public static String string(String text) {
    ByteOutput out = new ByteOutput(64).putJsonString(text);
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  /** Any text; nothing for {@code null}. */
  public static String escaped(String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String literal = JsonRow.literal(text);
    return literal.substring(1, literal.length() - 1);
  }
}
