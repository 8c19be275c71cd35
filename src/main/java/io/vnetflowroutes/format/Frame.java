package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that all flows of a group and kind have in common, cut where each has a value of its
 * own.
 */
final class Frame {

  private static final byte[] NOTHING = {};
  private static final Value WITHOUT_COMMA = (flow, out) -> out.truncate(out.size() - 1);

  private final byte[][] texts;
  private final Value[] values;
  private final byte[] end;

  private Frame(List<byte[]> texts, List<Value> values, byte[] end) {
    this.texts = texts.toArray(new byte[0][]);
    this.values = values.toArray(new Value[0]);
    this.end = end;
  }

  /** Makes the frame of flows of a kind out of one of them. */
  static Frame of(List<Row> rows, Flow flow) {
    Maker maker = new Maker(flow);
    rows.forEach(maker::add);
    return new Frame(maker.texts, maker.values, maker.text.toByteArray());
  }

  void write(Flow flow, ByteOutput out) {
    for (int step = 0; step < values.length; step++) {
      out.put(texts[step]);
      values[step].write(flow, out);
    }
    out.put(end);
  }

  /** Goes through the rows with one flow, and parts what is the kind's from what is the flow's. */
  private static final class Maker {

    private final Flow flow;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final ByteOutput text = new ByteOutput(512);
    private final ByteOutput trial = new ByteOutput(512);

    Maker(Flow flow) {
      this.flow = flow;
    }

    void add(Row row) {
      if (row.level() == Level.KIND) {
        row.write(flow, text);
      } else if (!isThere(row)) {
        if (row.level() == Level.OPEN) {
          cut(row::write);
        }
      } else if (row.value() != null) {
        text.put(row.opening());
        cut(row.value());
        text.put(row.closing());
      } else {
        text.put(row.opening());
        row.rows().forEach(this::add);
        dropComma();
        text.put(row.closing());
      }
    }

    /** Whether the row is there for every flow of the kind. */
    private boolean isThere(Row row) {
      if (row.value() == null) {
        return row.rows().stream().anyMatch(this::isThere);
      }
      trial.clear();
      if (row.level() != Level.OPEN) {
        row.value().write(flow, trial);
      }
      return trial.size() > 0;
    }

    private void dropComma() {
      if (text.size() > 0) {
        text.truncate(text.size() - 1);
      } else {
        cut(WITHOUT_COMMA);
      }
    }

    private void cut(Value value) {
      texts.add(text.size() == 0 ? NOTHING : text.toByteArray());
      values.add(value);
      text.clear();
    }
  }
}
