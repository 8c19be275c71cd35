package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteCopy;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text that all flows of a group and kind have in common, with places for each flow's own
 * values.
 */
final class LineTemplate {

  private static final Value WITHOUT_COMMA = (flow, out) -> out.truncate(out.size() - 1);
  private static final int NO_FIELD = -1;

  /** The shared text, with room after it to copy it in words. */
  private final byte[] shared;

  /** The place of each value in {@link #shared}. */
  private final int[] cuts;

  private final int length;
  private final Value[] values;
  private final int[] fields;
  private final int[] starts = new int[TupleField.COUNT + 1];

  private LineTemplate(ByteOutput shared, List<Integer> cuts, List<Value> values) {
    this.length = shared.size();
    this.shared = Arrays.copyOf(shared.toByteArray(), length + Long.BYTES);
    this.cuts = cuts.stream().mapToInt(cut -> cut).toArray();
    this.values = values.toArray(new Value[0]);
    this.fields = values.stream().mapToInt(LineTemplate::field).toArray();
  }

  private static int field(Value value) {
    return value.field() == null ? NO_FIELD : value.field().position();
  }

  /** Makes the template of a kind from one of its flows. */
  static LineTemplate of(List<Row> rows, Flow flow) {
    Maker maker = new Maker(flow);
    rows.forEach(maker::add);
    return new LineTemplate(maker.text, maker.cuts, maker.values);
  }

  /** Writes the flow; makes room for the shared text and all of its fields. */
  void write(Flow flow, ByteOutput out) {
    byte[] text = flow.text();
    flow.starts(starts);
    int end = starts[TupleField.COUNT] - 1;
    boolean inWords = end + ByteCopy.SLACK <= text.length;
    int most = length + fields.length * (end - starts[0]) + 2 * ByteCopy.SLACK;
    byte[] to = out.room(most);
    int at = out.size();
    int start = 0;
    for (int step = 0; step < fields.length; step++) {
      at = ByteCopy.key(shared, start, cuts[step], to, at);
      start = cuts[step];
      int field = fields[step];
      if (field == NO_FIELD) {
        out.end(at);
        values[step].write(flow, out);
        to = out.room(most);
        at = out.size();
      } else if (inWords) {
        at = ByteCopy.words(text, starts[field], starts[field + 1] - 1, to, at);
      } else {
        int size = starts[field + 1] - 1 - starts[field];
        ByteCopy.copy(text, starts[field], to, at, size);
        at += size;
      }
    }
    out.end(ByteCopy.key(shared, start, length, to, at));
  }

  /** Runs the rows with one flow, and separates the kind's text from the flow's own values. */
  private static final class Maker {

    private final Flow flow;
    private final List<Integer> cuts = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final ByteOutput text = new ByteOutput(512);
    private final ByteOutput trial = new ByteOutput(512);

    Maker(Flow flow) {
      this.flow = flow;
    }

    void add(Row row) {
      if (row.level() == Variability.KIND) {
        row.write(flow, text);
      } else if (!isThere(row)) {
        if (row.level() == Variability.OPEN) {
          cut(row::write);
        }
      } else if (row.value() != null) {
        text.put(row.opening());
        put(row.value());
        text.put(row.closing());
      } else {
        text.put(row.opening());
        row.rows().forEach(this::add);
        dropComma();
        text.put(row.closing());
      }
    }

    /** An empty field has the same text in all flows of the kind, because it is empty in all. */
    private void put(Value value) {
      if (value.field() != null && flow.get(value.field()).isEmpty()) {
        value.write(flow, text);
      } else {
        cut(value);
      }
    }

    /** Whether every flow of the kind has the row. */
    private boolean isThere(Row row) {
      if (row.value() == null) {
        return row.rows().stream().anyMatch(this::isThere);
      }
      trial.clear();
      if (row.level() != Variability.OPEN) {
        row.value().write(flow, trial);
      }
      return trial.size() > 0;
    }

    private void dropComma() {
      int last = cuts.isEmpty() ? 0 : cuts.get(cuts.size() - 1);
      if (text.size() > last) {
        text.truncate(text.size() - 1);
      } else {
        cut(WITHOUT_COMMA);
      }
    }

    private void cut(Value value) {
      cuts.add(text.size());
      values.add(value);
    }
  }
}
