package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.JsonRow.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of rows that makes a JSON object of each flow. Rows that stand together and change with
 * the record or the group only are encoded once and copied for its flows. Belongs to one thread.
 */
final class JsonMapping {

  private final List<Step> steps = new ArrayList<>();
  private RecordContext record;
  private FlowGroup group;

  /** A part of the object; objects that hold a flow's own values are opened and closed by steps. */
  private interface Step {
    void write(Flow flow, ByteOutput out);
  }

  JsonMapping(List<JsonRow> rows) {
    add(rows);
  }

  /** Writes the object. */
  void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      start(flow);
    }
    out.put('{');
    for (Step step : steps) {
      step.write(flow, out);
    }
    out.replaceLast('}');
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

  private void add(List<JsonRow> rows) {
    for (JsonRow row : rows) {
      if (row.level() != Level.FLOW) {
        encoded(row.level()).rows.add(row::write);
      } else if (row.value() != null) {
        steps.add(row::write);
      } else {
        int opening = row.key().length + 1;
        encoded(Level.FIXED).rows.add((flow, out) -> out.put(row.key()).put('{'));
        add(row.rows());
        steps.add((flow, out) -> close(out, opening));
      }
    }
  }

  /** The step that takes a row of this level: the last one, if it changes no more often. */
  private Encoded encoded(Level level) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Encoded open && open.takes(level)) {
      return open;
    }
    Encoded next = new Encoded(level);
    steps.add(next);
    return next;
  }

  private static void close(ByteOutput out, int opening) {
    if (out.last() == '{') {
      out.truncate(out.size() - opening);
    } else {
      out.replaceLast('}');
      out.put(',');
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
