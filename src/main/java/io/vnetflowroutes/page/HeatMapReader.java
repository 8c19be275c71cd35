package io.vnetflowroutes.page;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.state.HourOverview;
import io.vnetflowroutes.state.HourOverview.Done;
import io.vnetflowroutes.state.HourOverview.HourBlobs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the state of the last hours from the state file, the spools and the dead letter. */
public final class HeatMapReader {

  /** The most rows: nobody reads more. Flow logs that need attention come first. */
  static final int MOST_ROWS = 200;

  /** How long an hour may be overdue without being late: the next poll may not have begun. */
  private static final Duration PASSING = Duration.ofMinutes(10);

  private final HourOverview state;
  private final Supplier<List<Lag>> lags;
  private final Set<String> sources;
  private final Schedule schedule;
  private final Collection<Spool> spools;
  private final Path deadLetter;
  private final Traffic traffic;

  /**
   * @param lags how far behind each flow log is that is wanted
   * @param sources the names of the sources
   * @param deadLetter the folder of the dead letters; {@code null} if they go elsewhere
   */
  public HeatMapReader(
      HourOverview state,
      Supplier<List<Lag>> lags,
      Collection<String> sources,
      Schedule schedule,
      Collection<Spool> spools,
      Path deadLetter,
      Traffic traffic) {
    this.state = state;
    this.lags = lags;
    this.sources = Set.copyOf(sources);
    this.schedule = schedule;
    this.spools = List.copyOf(spools);
    this.deadLetter = deadLetter;
    this.traffic = traffic;
  }

  /** The present state. */
  HeatMap read(Instant now) {
    Map<FlowLogName, Lag> known = new HashMap<>();
    lags.get().forEach(lag -> known.put(new FlowLogName(lag.source(), lag.path()), lag));
    List<Done> flowLogs = wanted(known);
    List<Instant> hours = hours(flowLogs, now);
    Undelivered setAside = new Undelivered(spools, deadLetter);
    Map<Instant, Map<String, Integer>> deadLetters =
        hours.stream().collect(Collectors.toMap(hour -> hour, setAside::deadLetters));
    List<HeatMap.Row> rows =
        flowLogs.stream().map(each -> row(each, known, hours, now, setAside, deadLetters)).toList();
    int well = (int) rows.stream().filter(row -> row.needsSomebody() == 0).count();
    return new HeatMap(hours, rows.size(), well, those(rows));
  }

  /** The flow logs of the state that are still wanted; the state remembers others, too. */
  private List<Done> wanted(Map<FlowLogName, Lag> known) {
    return state.flowLogs().stream()
        .filter(
            each ->
                known.containsKey(new FlowLogName(each.source(), each.path()))
                    || (atItsBeginning(each) && sources.contains(each.source())))
        .toList();
  }

  private static boolean atItsBeginning(Done flowLog) {
    return flowLog.done().equals(Instant.EPOCH);
  }

  /** The hours up to the present one; up to the newest read one, if all are long ago. */
  private List<Instant> hours(List<Done> flowLogs, Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.HOURS);
    Instant newest =
        flowLogs.stream()
            .flatMap(each -> state.newest(each.source(), each.path()).stream())
            .max(Comparator.naturalOrder())
            .orElse(current);
    boolean longAgo = newest.isBefore(current.minus(Traffic.HOURS - 1, ChronoUnit.HOURS));
    Instant last = longAgo ? newest : current;
    return IntStream.rangeClosed(1 - Traffic.HOURS, 0)
        .mapToObj(back -> last.plus(back, ChronoUnit.HOURS))
        .toList();
  }

  /** The hours of a flow log that must have a blob: none after the newest of an archive. */
  private Predicate<Instant> expected(FlowLogName flowLog, boolean archive) {
    Optional<Instant> oldest = state.oldest(flowLog.source(), flowLog.path());
    Optional<Instant> newest =
        archive ? state.newest(flowLog.source(), flowLog.path()) : Optional.of(Instant.MAX);
    return hour ->
        oldest.filter(hour::isAfter).isPresent() && newest.filter(hour::isBefore).isPresent();
  }

  private static List<HeatMap.Row> those(List<HeatMap.Row> rows) {
    if (rows.size() <= MOST_ROWS) {
      return rows;
    }
    List<HeatMap.Row> worstFirst = new ArrayList<>(rows);
    worstFirst.sort(
        Comparator.comparing(HeatMap.Row::lag)
            .thenComparingLong(HeatMap.Row::needsSomebody)
            .reversed());
    Set<FlowLogName> shown =
        worstFirst.stream().limit(MOST_ROWS).map(HeatMap.Row::flowLog).collect(Collectors.toSet());
    return rows.stream().filter(row -> shown.contains(row.flowLog())).toList();
  }

  private HeatMap.Row row(
      Done flowLog,
      Map<FlowLogName, Lag> known,
      List<Instant> hours,
      Instant now,
      Undelivered setAside,
      Map<Instant, Map<String, Integer>> deadLetters) {
    FlowLogName which = new FlowLogName(flowLog.source(), flowLog.path());
    boolean archive = hours.get(hours.size() - 1).isBefore(now.truncatedTo(ChronoUnit.HOURS));
    Predicate<Instant> expected = expected(which, archive);
    // Before the blobs: a blob that is read meanwhile must not look as if it had never existed.
    Set<Instant> whole = whole(known.get(which), hours);
    Map<Instant, HourBlobs> blobs =
        state
            .hours(which.source(), which.path(), hours.get(0), hours.get(hours.size() - 1))
            .stream()
            .collect(Collectors.toMap(HourBlobs::hour, each -> each));
    List<HourCell> cells = new ArrayList<>();
    for (Instant hour : hours) {
      HourBlobs there = blobs.getOrDefault(hour, new HourBlobs(hour, 0, 0));
      Aside aside =
          there.blobs() == 0
              ? new Aside(false, 0)
              : aside(which, hour, setAside.waiting(hour), deadLetters.get(hour));
      cells.add(
          new HourCell(
              standing(flowLog.done(), whole, there, expected, aside, now),
              there.blobs(),
              there.unfinished(),
              aside.deadLetters(),
              traffic.flows(which, hour)));
    }
    Duration lag = atItsBeginning(flowLog) ? Duration.ZERO : schedule.lag(flowLog.done(), now);
    String name = FlowLogPath.parse(which.path()).name();
    return new HeatMap.Row(which, name, flowLog.done(), lag, cells);
  }

  private static Set<Instant> whole(Lag lag, List<Instant> hours) {
    return lag == null
        ? Set.of()
        : hours.stream().filter(lag.whole()).collect(Collectors.toUnmodifiableSet());
  }

  /** What has not reached its destination in an hour of a flow log. */
  private record Aside(boolean waits, int deadLetters) {}

  private Aside aside(
      FlowLogName flowLog, Instant hour, Set<String> waiting, Map<String, Integer> deadLetters) {
    boolean waits = false;
    int files = 0;
    if (!waiting.isEmpty() || !deadLetters.isEmpty()) {
      for (String blob : state.blobs(flowLog.source(), flowLog.path(), hour)) {
        String digest = new Origin(flowLog.source(), blob, hour).digest();
        waits |= waiting.contains(digest);
        files += deadLetters.getOrDefault(digest, 0);
      }
    }
    return new Aside(waits, files);
  }

  /**
   * @param whole the hours that are completely read, although an earlier one may not be
   */
  private HourStanding standing(
      Instant done,
      Set<Instant> whole,
      HourBlobs blobs,
      Predicate<Instant> expected,
      Aside aside,
      Instant now) {
    Instant hour = blobs.hour();
    boolean begins = done.equals(Instant.EPOCH);
    boolean open = !hour.isBefore(done) && !whole.contains(hour);
    if (open && !begins && schedule.lag(hour, now).compareTo(PASSING) > 0) {
      return HourStanding.LATE;
    }
    if (aside.waits()) {
      return HourStanding.WAITING;
    }
    if (aside.deadLetters() > 0) {
      return HourStanding.DEAD_LETTERS;
    }
    if (open) {
      return hour.isAfter(schedule.newestDue(now))
          ? HourStanding.NOT_DUE
          : begins && blobs.blobs() == 0 ? HourStanding.NOTHING : HourStanding.GROWING;
    }
    if (blobs.blobs() > 0) {
      return blobs.unfinished() > 0 ? HourStanding.GROWING : HourStanding.COMPLETE;
    }
    return expected.test(hour) ? HourStanding.MISSING : HourStanding.NOTHING;
  }
}
