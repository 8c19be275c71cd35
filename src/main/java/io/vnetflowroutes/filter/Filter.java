package io.vnetflowroutes.filter;

import io.vnetflowroutes.bytes.Digest;
import io.vnetflowroutes.derive.Endpoints;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leaves out flows, and counts why. A flow that matches several conditions counts under the first
 * of them. Any number of threads may use one filter.
 */
public final class Filter {

  /** The reason under which is counted what sampling leaves out. */
  public static final String SAMPLE = "sample";

  private static final int KEPT = -1;
  private static final int ID_BYTES = 4;

  private final Condition[] conditions;
  private final FlowCheck[] tests;
  private final boolean inverted;
  private final int oneIn;
  private final boolean deniedToo;
  private final String id;

  private Filter(Map<Condition, String> values, boolean inverted, int oneIn, boolean deniedToo) {
    Map<Condition, String> ordered = new TreeMap<>(values);
    this.conditions = ordered.keySet().toArray(new Condition[0]);
    this.tests =
        ordered.entrySet().stream()
            .map(entry -> entry.getKey().test(entry.getValue()))
            .toArray(FlowCheck[]::new);
    this.inverted = inverted;
    this.oneIn = oneIn;
    this.deniedToo = deniedToo;
    this.id = Digest.of(ordered + "/" + inverted + '/' + oneIn + '/' + deniedToo, ID_BYTES);
  }

  /** Tells it from filters that may leave other flows out. */
  public String id() {
    return id;
  }

  /**
   * Leaves out what matches any condition, and keeps one allowed flow in N of the rest.
   *
   * @throws IllegalArgumentException if a condition takes no such values
   */
  public static Filter of(Map<Condition, String> dropped, int oneAllowedIn) {
    return new Filter(dropped, false, oneAllowedIn, false);
  }

  /** Leaves out what matches a condition. */
  public static Filter dropping(Condition condition, String values) {
    return new Filter(Map.of(condition, values), false, 1, false);
  }

  /** Leaves out everything except what matches a condition. */
  public static Filter keeping(Condition condition, String values) {
    return new Filter(Map.of(condition, values), true, 1, false);
  }

  /**
   * Keeps one flow in so many, whatever was decided about it.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static Filter sampling(int oneIn) {
    if (oneIn < 1) {
      throw new IllegalArgumentException(
          "one flow in " + oneIn + " is none; at least 1 is allowed");
    }
    return new Filter(Map.of(), false, oneIn, true);
  }

  /** What is left of a part, and why the rest is not. */
  public Selection select(BatchPart part) {
    if (tests.length == 0 && oneIn == 1) {
      return Selection.all(part);
    }
    List<Flow> kept = new ArrayList<>(part.size());
    int[] places = new int[part.size()];
    int[] leftOut = new int[conditions.length + 1];
    Run run = new Run();
    for (int place = 0; place < part.size(); place++) {
      Flow flow = part.flows().get(place);
      int reason = run.reason(flow);
      if (reason == KEPT) {
        places[kept.size()] = place;
        kept.add(flow);
      } else {
        leftOut[reason]++;
      }
    }
    return kept.size() == part.size()
        ? Selection.all(part)
        : new Selection(part, kept, Arrays.copyOf(places, kept.size()), byReason(leftOut));
  }

  private Map<String, Integer> byReason(int[] counts) {
    Map<String, Integer> byReason = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        String word = i < conditions.length ? conditions[i].word() : SAMPLE;
        byReason.put(inverted ? "not-" + word : word, counts[i]);
      }
    }
    return byReason;
  }

  /** One pass over a part, which keeps what consecutive flows share. */
  private final class Run {

    private final Endpoints endpoints = new Endpoints();
    private final Sampling sampling = new Sampling(oneIn);
    private final boolean[] ofGroup = new boolean[tests.length];
    private FlowGroup group;

    /**
     * The index of the condition that leaves a flow out, behind them sampling, or {@link #KEPT}.
     */
    int reason(Flow flow) {
      if (!flow.group().equals(group)) {
        group = flow.group();
        for (int i = 0; i < tests.length; i++) {
          ofGroup[i] = conditions[i].ofGroup() && tests[i].matches(flow, endpoints);
        }
      }
      for (int i = 0; i < tests.length; i++) {
        boolean matches = conditions[i].ofGroup() ? ofGroup[i] : tests[i].matches(flow, endpoints);
        if (matches != inverted) {
          return i;
        }
      }
      boolean sampled = oneIn > 1 && (deniedToo || flow.decision() == Decision.ALLOW);
      return sampled && !sampling.keeps(flow) ? conditions.length : KEPT;
    }
  }
}
