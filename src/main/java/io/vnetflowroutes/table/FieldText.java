package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/** The text of a tuple's field as Azure wrote it, which may hold anything. */
public record FieldText(TupleField field, Escape escape) implements Value {

  /** Writes text that may hold anything. */
  public interface Escape {
    void put(byte[] utf8, int from, int to, ByteOutput out);
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    int from = flow.from(field);
    int to = flow.to(field);
    if (flow.plain()) {
      out.put(flow.text(), from, to - from);
    } else if (to > from) {
      escape.put(flow.text(), from, to, out);
    }
  }

  @Override
  public Variability level() {
    return level(field);
  }

  /** What decides about a field: its kind says what a flow has in some of them. */
  public static Variability level(TupleField field) {
    return switch (field) {
      case STATE, DIRECTION, PROTOCOL -> Variability.KIND;
      default -> Variability.FLOW;
    };
  }
}
