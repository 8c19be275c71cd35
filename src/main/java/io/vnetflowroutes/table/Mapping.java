package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A table of rows that makes the text of each flow. For each kind of flow in a group, the rows run
 * once and leave a {@link LineTemplate}, which the other flows of that kind use. Only unusual flows
 * are written row by row; for all others that would give the same text. An instance belongs to one
 * thread.
 */
public final class Mapping {

  private final List<Row> rows;
  private final ToLongFunction<Flow> kinds;
  private final GroupCache<LineTemplates> kept = new GroupCache<>(group -> new LineTemplates());
  private FlowGroup group;
  private LineTemplates frames;

  /**
   * @param kinds gives the kind of a flow, or {@link FlowKind#UNUSUAL}
   */
  public Mapping(List<Row> rows, ToLongFunction<Flow> kinds) {
    this.rows = List.copyOf(rows);
    this.kinds = kinds;
  }

  /** The keys of the object that the rows make. */
  public Set<String> members() {
    return rows.stream()
        .flatMap(object -> object.rows().stream())
        .flatMap(row -> row.key().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public void write(Flow flow, ByteOutput out) {
    long kind = kinds.applyAsLong(flow);
    if (kind == FlowKind.UNUSUAL) {
      rows.forEach(row -> row.write(flow, out));
      return;
    }
    if (!flow.group().equals(group)) {
      group = flow.group();
      frames = kept.of(group);
    }
    LineTemplate frame = frames.get(kind);
    if (frame == null) {
      frame = LineTemplate.of(rows, flow);
      frames.put(kind, frame);
    }
    frame.write(flow, out);
  }
}
