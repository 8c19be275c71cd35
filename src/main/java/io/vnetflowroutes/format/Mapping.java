package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A table of rows that makes the text of each flow. The rows are gone through once for each kind of
 * flow in a group; its other flows get the {@link Frame} that this left. Only an unusual flow is
 * written row by row, which would write the same for all. Belongs to one thread.
 */
final class Mapping {

  private static final int MOST_KINDS = 64;

  private final List<Row> rows;
  private final ToLongFunction<Flow> kinds;
  private final KeptByGroup<Map<Long, Frame>> kept = new KeptByGroup<>(group -> new HashMap<>());
  private FlowGroup group;
  private Map<Long, Frame> frames;
  private long kind;
  private Frame frame;

  /**
   * @param kinds what tells the kind of a flow, or {@link FlowKind#UNUSUAL}
   */
  Mapping(List<Row> rows, ToLongFunction<Flow> kinds) {
    this.rows = List.copyOf(rows);
    this.kinds = kinds;
  }

  void write(Flow flow, ByteOutput out) {
    long wanted = kinds.applyAsLong(flow);
    if (wanted == FlowKind.UNUSUAL) {
      writeRows(flow, out);
      return;
    }
    if (!flow.group().equals(group)) {
      group = flow.group();
      frames = kept.of(group);
      frame = null;
    }
    if (frame == null || wanted != kind) {
      kind = wanted;
      frame = frame(flow);
    }
    frame.write(flow, out);
  }

  /** Writes the flow row by row. */
  void writeRows(Flow flow, ByteOutput out) {
    rows.forEach(row -> row.write(flow, out));
  }

  private Frame frame(Flow flow) {
    if (frames.size() == MOST_KINDS && !frames.containsKey(kind)) {
      frames.clear();
    }
    return frames.computeIfAbsent(kind, unknown -> Frame.of(rows, flow));
  }
}
