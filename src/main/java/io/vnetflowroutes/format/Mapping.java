package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Row.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of rows that makes the text of each flow. Rows that stand together and change with the
 * record or the group only are encoded once and copied for its flows, together with what opens the
 * value of the flow behind them. Belongs to one thread.
 */
final class Mapping {

  private final Step[] steps;
  private RecordContext record;
  private FlowGroup group;

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
      out.put(step.text);
      if (step.end != null) {
        step.writeEnd(flow, out);
      }
    }
  }

  private void start(Flow flow) {
    boolean sameRecord = flow.record().equals(record);
    record = flow.record();
    group = flow.group();
    for (Step step : steps) {
      if (step.text == null || step.level == Level.GROUP) {
        step.encode(flow);
      } else if (step.level == Level.RECORD && !sameRecord) {
        step.encode(flow);
      }
    }
  }

  private static void add(List<Row> rows, List<Step> steps) {
    for (Row row : rows) {
      if (row.isNothing()) {
        continue;
      }
      if (row.level() != Level.FLOW) {
        open(row.level(), steps).rows.add(row::write);
      } else if (row.value() != null) {
        open(Level.FIXED, steps).end = row;
      } else {
        open(Level.FIXED, steps).rows.add((flow, out) -> out.put(row.opening()));
        add(row.rows(), steps);
        open(Level.FIXED, steps).end = row;
      }
    }
  }

  /** The step that takes a row of this level: the last one, if it changes no more often. */
  private static Step open(Level level, List<Step> steps) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last != null && last.takes(level)) {
      return last;
    }
    Step next = new Step(level);
    steps.add(next);
    return next;
  }

  /**
   * A part of the text: rows whose text is kept until the record or the group changes, and behind
   * them the value of a flow's own, or the end of a row of such rows.
   */
  private static final class Step {

    private final List<Value> rows = new ArrayList<>();
    private Level level;
    private Row end;
    private byte[] text;

    Step(Level level) {
      this.level = level;
    }

    boolean takes(Level other) {
      if (end != null) {
        return false;
      }
      if (level == Level.FIXED) {
        level = other;
      }
      return level == other || other == Level.FIXED;
    }

    void encode(Flow flow) {
      ByteOutput out = new ByteOutput(512);
      rows.forEach(row -> row.write(flow, out));
      if (end != null && end.value() != null) {
        out.put(end.opening());
      }
      text = out.toByteArray();
    }

    void writeEnd(Flow flow, ByteOutput out) {
      if (end.value() == null) {
        end.close(out, out.last() != ',');
      } else {
        int empty = out.size();
        end.value().write(flow, out);
        end.close(out, out.size() == empty);
      }
    }
  }
}
