package io.vnetflowroutes.page;

import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.Counts;
import io.vnetflowroutes.telemetry.PollHistory;
import io.vnetflowroutes.telemetry.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes the report of the page on request. It keeps the report for some seconds, and longer if it
 * took longer to make, so that any number of viewers cost a few hundredths of a core at most. Any
 * thread may call it.
 */
public final class PageReporter {

  private static final int TOP = 10;
  private static final List<Integer> HOURS_OF_TOP = List.of(1, 6, 24);
  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final int KEPT_PER_COST = 30;

  private final String version;
  private final Clock clock;
  private final Activity activity;
  private final Traffic traffic;
  private final HeatMapReader heatMap;
  private final Map<String, String> kinds;
  private final Map<String, Spool> spools;
  private final Function<String, Optional<String>> why;
  private final LastLines lines;
  private byte[] json;
  private long freshUntil;

  /** The program's counts of itself. */
  public record Activity(Counters counters, PollHistory polls, Readiness readiness) {}

  /**
   * @param version the program's version
   * @param kinds the kind of each destination, by its name
   * @param spools the spool of each destination
   * @param why why a destination accepts no messages; empty if it does
   */
  public PageReporter(
      String version,
      Clock clock,
      Activity activity,
      Traffic traffic,
      HeatMapReader heatMap,
      Map<String, String> kinds,
      Map<String, Spool> spools,
      Function<String, Optional<String>> why,
      LastLines lines) {
    this.version = version;
    this.clock = clock;
    this.activity = activity;
    this.traffic = traffic;
    this.heatMap = heatMap;
    this.kinds = new TreeMap<>(kinds);
    this.spools = Map.copyOf(spools);
    this.why = why;
    this.lines = lines;
  }

  /** The report as JSON, in UTF-8. It may take a while, because it reads files. */
  public synchronized byte[] json() {
    long began = System.nanoTime();
    if (json == null || began - freshUntil > 0) {
      json = PageJson.of(report());
      long ended = System.nanoTime();
      freshUntil = ended + Math.max(KEPT.toNanos(), KEPT_PER_COST * (ended - began));
    }
    return json.clone();
  }

  PageReport report() {
    Instant now = clock.instant();
    HeatMap map = heatMap.read(now);
    Counts counts = activity.counters().counts();
    return new PageReport(
        now,
        version,
        traffic.since().orElse(now),
        problems(),
        lastPoll(),
        counts,
        map,
        map.hours().stream().map(traffic::flows).toList(),
        traffic.minutes(),
        HOURS_OF_TOP.stream().map(this::top).toList(),
        kinds.keySet().stream().map(name -> destination(name, counts)).toList(),
        lines.newest());
  }

  private List<String> problems() {
    return activity.readiness().checks().values().stream()
        .map(check -> check.get().problem())
        .flatMap(Optional::stream)
        .toList();
  }

  private PageReport.PollTiming lastPoll() {
    return activity
        .polls()
        .last()
        .map(result -> new PageReport.PollTiming(result, activity.polls().lastTook()))
        .orElse(null);
  }

  private PageReport.Top top(int hours) {
    DeniedFlows denied = traffic.denied(hours);
    return new PageReport.Top(
        hours, denied.topSources(TOP), denied.topPorts(TOP), denied.topRules(TOP));
  }

  private DestinationStatus destination(String name, Counts counts) {
    Spool spool = spools.get(name);
    return new DestinationStatus(
        name,
        kinds.get(name),
        counts.delivered().getOrDefault(name, 0L),
        counts.refused().getOrDefault(name, 0L),
        counts.failures().getOrDefault(name, 0L),
        spool.size(),
        spool.bytes(),
        spool.since().orElse(null),
        why.apply(name).orElse(""));
  }
}
