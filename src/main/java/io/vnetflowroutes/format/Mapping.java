package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Row.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of rows that makes the text of each flow. Rows that stand together and change with the
 * record or the group only are encoded once and copied for its flows. Belongs to one thread.
 */
final class Mapping {

  private final Step[] steps;
  private RecordContext record;
  private FlowGroup group;

  /**
   * A part of the text; what holds a flow's own values is opened by one step, closed by another.
   */
  private interface Step {
    void write(Flow flow, ByteOutput out);
  }

  Mapping(List<Row> rows) {
    List<Step> all = new ArrayList<>();
    add(rows, all);
    steps = all.toArray(new Step[0]);
  }

  void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      start(flow);
    }
    for (Step step : steps) {
      step.write(flow, out);
    }
  }

  private void start(Flow flow) {
    boolean sameRecord = flow.record().equals(record);
    record = flow.record();
    group = flow.group();
    for (Step step : steps) {
      if (step instanceof Encoded encoded && (encoded.level == Level.GROUP || !sameRecord)) {
        encoded.encode(flow);
      }
    }
  }

  private static void add(List<Row> rows, List<Step> steps) {
    for (Row row : rows) {
      if (row.isNothing()) {
        continue;
      }
      if (row.level() != Level.FLOW) {
        encoded(row.level(), steps).rows.add(row::write);
      } else if (row.value() != null) {
        steps.add(new OfFlow(row.opening(), row.value(), row.closing()));
      } else {
        encoded(Level.FIXED, steps).rows.add((flow, out) -> out.put(row.opening()));
        add(row.rows(), steps);
        steps.add((flow, out) -> row.close(out, out.last() != ','));
      }
    }
  }

  /** The step that takes a row of this level: the last one, if it changes no more often. */
  private static Encoded encoded(Level level, List<Step> steps) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Encoded open && open.takes(level)) {
      return open;
    }
    Encoded next = new Encoded(level);
    steps.add(next);
    return next;
  }

  /** A value of the flow itself. */
  private record OfFlow(byte[] opening, Value value, byte[] closing) implements Step {

    @Override
    public void write(Flow flow, ByteOutput out) {
      out.put(opening);
      int empty = out.size();
      value.write(flow, out);
      if (out.size() > empty) {
        out.put(closing);
      } else {
        out.truncate(empty - opening.length);
      }
    }
  }

  /** Rows whose text is kept until the record or the group changes. */
  private static final class Encoded implements Step {

    private final List<Step> rows = new ArrayList<>();
    private Level level;
    private byte[] text;

    Encoded(Level level) {
      this.level = level;
    }

    boolean takes(Level other) {
      if (level == Level.FIXED) {
        level = other;
      }
      return level == other || other == Level.FIXED;
    }

    void encode(Flow flow) {
      ByteOutput out = new ByteOutput(512);
      rows.forEach(row -> row.write(flow, out));
      text = out.toByteArray();
    }

    @Override
    public void write(Flow flow, ByteOutput out) {
      out.put(text);
    }
  }
}
