package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out, poll after poll, which blobs are due: the bean that the poll route asks.
 *
 * <p>Blobs are handed out while the listing goes on, so that a long catch-up needs no more memory
 * than one day of one flow log. A source that cannot be listed does not hold up the others.
 */
public final class DueBlobs {

  private static final Logger LOG = LoggerFactory.getLogger(DueBlobs.class);
  private static final Duration BETWEEN_DISCOVERIES = Duration.ofHours(1);
  private static final Duration DELIVERIES_KEPT = Duration.ofDays(30);

  private final List<Source> sources;
  private final Schedule schedule;
  private final Cursor cursor;
  private final Clock clock;
  private final Consumer<PollResult> finished;
  private final Map<String, FlowLogHours> flowLogs = new LinkedHashMap<>();
  private final Map<String, Instant> nextDiscovery = new HashMap<>();
  private final Semaphore onePoll = new Semaphore(1);
  private volatile boolean stopping;
  private final AtomicInteger failures = new AtomicInteger();
  private Instant began;
  private Instant nextForgetting = Instant.MIN;

  /**
   * @param finished is told when a poll has ended
   */
  public DueBlobs(
      List<Source> sources,
      Schedule schedule,
      Cursor cursor,
      Clock clock,
      Consumer<PollResult> finished) {
    this.sources = sources;
    this.schedule = schedule;
    this.cursor = cursor;
    this.clock = clock;
    this.finished = finished;
  }

  /**
   * Begins a poll. The blobs come as they are listed, oldest hour first within a flow log. Waits
   * for the poll before: two at a time would read the same blobs.
   */
  public Iterator<DueBlob> poll() {
    onePoll.acquireUninterruptibly();
    began = clock.instant();
    failures.set(0);
    for (Source source : sources) {
      discover(source);
    }
    flowLogs.values().forEach(FlowLogHours::await);
    return new Blobs(List.copyOf(flowLogs.values()));
  }

  /** Notes that a blob was read to its end. */
  public void done(DueBlob blob) {
    blob.flowLog().done(blob);
  }

  /** Notes that a blob could not be read or delivered, for a reason that lasts. */
  public void failed() {
    failures.incrementAndGet();
  }

  /** Ends the poll once all its blobs were tried. */
  public void finish() {
    int open = 0;
    for (FlowLogHours flowLog : flowLogs.values()) {
      flowLog.end(began);
      open += flowLog.openBlobs();
    }
    forgetDeliveries();
    ended(new PollResult(flowLogs.size(), open, failures.get()));
  }

  private void ended(PollResult result) {
    finished.accept(result);
    if (onePoll.availablePermits() == 0) {
      onePoll.release();
    }
  }

  private void forgetDeliveries() {
    if (began.isAfter(nextForgetting)) {
      cursor.forgetDeliveriesBefore(began.minus(DELIVERIES_KEPT));
      nextForgetting = began.plus(BETWEEN_DISCOVERIES);
    }
  }

  /** Ends a poll that could not be made. */
  public void abandon() {
    ended(new PollResult(flowLogs.size(), 0, 1));
  }

  /** Hands out no more blobs; what is in hand is finished. */
  public void stop() {
    stopping = true;
  }

  /** Whether no more blobs are handed out. */
  public boolean stopping() {
    return stopping;
  }

  private void discover(Source source) {
    if (began.isBefore(nextDiscovery.getOrDefault(source.name(), Instant.MIN))) {
      return;
    }
    try {
      Instant start = cursor.start(source.name(), schedule.firstHour(began));
      List<FlowLogPath> found = source.flowLogs();
      List<FlowLogPath> wanted = found.stream().filter(source.selection()::wants).toList();
      for (FlowLogPath path : wanted) {
        flowLogs.computeIfAbsent(
            source.name() + ' ' + path.path(), key -> begin(source, path, start));
      }
      if (wanted.isEmpty()) {
        nothingFound(source, found);
      } else {
        nextDiscovery.put(source.name(), began.plus(BETWEEN_DISCOVERIES));
      }
    } catch (RuntimeException e) {
      failed(source, "The source cannot be listed", e);
    }
  }

  private FlowLogHours begin(Source source, FlowLogPath path, Instant start) {
    FlowLogHours hours = new FlowLogHours(source, path, schedule, cursor, start);
    LOG.atInfo()
        .addKeyValue("source", source.name())
        .addKeyValue("flow_log", path.name())
        .addKeyValue("from_hour", hours.done())
        .log("Flow log found");
    return hours;
  }

  private static void nothingFound(Source source, List<FlowLogPath> found) {
    String instead =
        found.isEmpty()
            ? "; there is no flow log at all: check that flow logs are enabled and write to this"
                + " account"
            : "; the nearest of "
                + found.size()
                + " found are "
                + String.join(", ", source.selection().nearMisses(found))
                + "; "
                + source.selection().advice(found);
    LOG.atWarn()
        .addKeyValue("source", source.name())
        .log(
            "No data found: {} holds no flow log '{}' of subscription '{}'{}",
            source.container().location(),
            source.selection().expected(),
            source.selection().subscription(),
            instead);
  }

  private void failed(Source source, String what, RuntimeException e) {
    failures.incrementAndGet();
    LOG.atWarn()
        .addKeyValue("source", source.name())
        .log("{}, {}. {}", what, source.container().location(), AzureProblem.sentence(e));
    LOG.debug("{}", what, e);
  }

  /** The blobs of one poll, listed as they are asked for. */
  private final class Blobs implements Iterator<DueBlob> {

    private final Deque<FlowLogHours> waiting;
    private final Deque<Listing> listings = new ArrayDeque<>();
    private final Deque<DueBlob> listed = new ArrayDeque<>();
    private FlowLogHours current;

    Blobs(List<FlowLogHours> flowLogs) {
      waiting = new ArrayDeque<>(flowLogs);
    }

    @Override
    public boolean hasNext() {
      boolean more = true;
      while (listed.isEmpty() && more && !stopping) {
        more = advance();
      }
      return !listed.isEmpty() && !stopping;
    }

    @Override
    public DueBlob next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return listed.remove();
    }

    /** Makes the next listing, or goes to the next flow log; false where there is none. */
    private boolean advance() {
      try {
        if (!listings.isEmpty()) {
          listed.addAll(current.due(listings.remove()));
        } else if (current != null) {
          current.listedAll();
          current = null;
        } else if (!waiting.isEmpty()) {
          current = waiting.remove();
          listings.addAll(current.begin(began));
        } else {
          return false;
        }
      } catch (RuntimeException e) {
        failed(current.source(), "A flow log cannot be listed", e);
        listings.clear();
        current = null;
      }
      return true;
    }
  }
}
