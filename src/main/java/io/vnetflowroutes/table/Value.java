package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/** Writes one value of a flow, or nothing if the flow has none. */
public interface Value {

  /** No value, for any flow: a table leaves out such a row. */
  Value NONE = (flow, out) -> {};

  void write(Flow flow, ByteOutput out);

  /** How much the value varies. */
  default Variability level() {
    return Variability.FLOW;
  }

  /**
   * The field whose text is the value, as it stands, of every flow of a {@link FlowKind} that has
   * the value; {@code null} where it is made in another way.
   */
  default TupleField field() {
    return null;
  }

  /** A value with its variability. */
  static Value at(Variability level, Value value) {
    return value.level() == level ? value : new Levelled(level, value);
  }

  /** A value that depends only on the group and the kind of a flow. */
  static Value ofKind(Value value) {
    return at(Variability.KIND, value);
  }

  /** A value that is a field's text, if there is one. */
  static Value ofField(TupleField field, Value value) {
    return new OfField(field, value);
  }

  /** A value that shows only when it is written whether it exists. */
  static Value open(Value value) {
    return at(Variability.OPEN, value);
  }

  /** A value that is mostly a field's text. */
  record OfField(TupleField field, Value value) implements Value {
    @Override
    public void write(Flow flow, ByteOutput out) {
      value.write(flow, out);
    }
  }

  /** A value with the escapes of a syntax; nothing if there is no value. */
  static Value escaped(Value value, FieldText.Escape escape) {
    ByteOutput plain = new ByteOutput(64);
    return at(
        value.level(),
        (flow, out) -> {
          plain.clear();
          value.write(flow, plain);
          if (plain.size() > 0) {
            escape.put(plain.array(), 0, plain.size(), out);
          }
        });
  }

  /** A value at another level than its own. */
  record Levelled(Variability level, Value value) implements Value {
    @Override
    public void write(Flow flow, ByteOutput out) {
      value.write(flow, out);
    }
  }
}
