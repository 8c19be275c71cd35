package io.vnetflowroutes.table;

import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A cache for the last few groups. Each group of each record is a separate object, but consecutive
 * records mostly have the same interface and rules. Only time and position are new, and these must
 * not be cached here.
 */
public final class GroupCache<T> {

  private static final int MOST = 32;

  private final Function<FlowGroup, T> make;
  private final List<FlowGroup> groups = new ArrayList<>();
  private final List<T> kept = new ArrayList<>();
  private int last = -1;

  public GroupCache(Function<FlowGroup, T> make) {
    this.make = make;
  }

  /** The value made for the group, or for an earlier one with the same content. */
  public T of(FlowGroup group) {
    last = place(group);
    return kept.get(last);
  }

  /**
   * The place of a group. Records repeat the order of their rules, so it tries the next place
   * first.
   */
  private int place(FlowGroup group) {
    for (int step = 1; step <= groups.size(); step++) {
      int place = (last + step) % groups.size();
      if (saySame(groups.get(place), group)) {
        return place;
      }
    }
    return add(group);
  }

  private int add(FlowGroup group) {
    T made = make.apply(group);
    FlowGroup light = new FlowGroup(group.record().withoutText(), group.aclId(), group.rule());
    if (groups.size() < MOST) {
      groups.add(light);
      kept.add(made);
      return groups.size() - 1;
    }
    int place = (last + 1) % MOST;
    groups.set(place, light);
    kept.set(place, made);
    return place;
  }

  private static boolean saySame(FlowGroup one, FlowGroup other) {
    return Objects.equals(one.rule(), other.rule())
        && Objects.equals(one.aclId(), other.aclId())
        && saySame(one.record(), other.record());
  }

  /** Whether two records differ only in their times and their places. */
  private static boolean saySame(RecordContext one, RecordContext other) {
    return one.type() == other.type()
        && Objects.equals(one.macAddress(), other.macAddress())
        && Objects.equals(one.version(), other.version())
        && Objects.equals(one.flowLogId(), other.flowLogId())
        && Objects.equals(one.targetId(), other.targetId())
        && Objects.equals(one.origin().source(), other.origin().source());
  }
}
