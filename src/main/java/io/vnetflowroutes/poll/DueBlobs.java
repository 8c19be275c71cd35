package io.vnetflowroutes.poll;

import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.SharedFlowLogs;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Works out, poll after poll, which blobs are due: the bean that the poll route asks.
 *
 * <p>Blobs are handed out while the listing goes on, so that a long catch-up needs no more memory
 * than a page of a listing. A source that cannot be listed does not hold up the others.
 */
public final class DueBlobs {

  private final List<Discovery> discoveries = new ArrayList<>();
  private final Schedule schedule;
  private final Progress progress;
  private final Clock clock;
  private final Consumer<PollResult> finished;
  private final PollListener listener;
  private final Map<String, SourceHealth> contacts = new LinkedHashMap<>();
  private final ChangedBlobs changed;
  private final List<FlowLogHours> flowLogs = new CopyOnWriteArrayList<>();
  private final SharedFlowLogs shared = new SharedFlowLogs();
  private final Semaphore onePoll = new Semaphore(1);
  private volatile boolean stopping;
  private final AtomicInteger failures = new AtomicInteger();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private volatile Instant began;

  /**
   * @param betweenDiscoveries how often each source is searched for new flow logs
   * @param finished is told when a poll has ended
   */
  public DueBlobs(
      List<Source> sources,
      Duration betweenDiscoveries,
      Schedule schedule,
      Progress progress,
      Clock clock,
      PollListener listener,
      Consumer<PollResult> finished) {
    for (Source source : sources) {
      discoveries.add(new Discovery(source, betweenDiscoveries, listener));
      contacts.put(source.name(), new SourceHealth(source, clock, listener));
    }
    this.listener = listener;
    this.changed = new ChangedBlobs(listener);
    this.schedule = schedule;
    this.progress = progress;
    this.clock = clock;
    this.finished = finished;
    this.began = clock.instant();
  }

  /**
   * Begins a poll. The blobs come as they are listed, oldest hour first within a flow log. Waits
   * for the poll before: two at a time would read the same blobs.
   */
  public Iterator<DueBlob> poll() {
    onePoll.acquireUninterruptibly();
    began = clock.instant();
    failures.set(0);
    said.clear();
    for (SourceHealth contact : contacts.values()) {
      if (!contact.begin()) {
        failures.incrementAndGet();
      }
    }
    discoveries.forEach(this::discover);
    shared.news().forEach(listener::foundTwice);
    flowLogs.forEach(FlowLogHours::await);
    changed.begin();
    return new Blobs(
        flowLogs.stream().sorted(Comparator.comparing(FlowLogHours::nothingLate)).toList());
  }

  /** How far the poll in hand is; empty between two. */
  public Optional<CatchUp> catchUp() {
    return onePoll.availablePermits() > 0
        ? Optional.empty()
        : Optional.of(CatchUp.of(began, clock.instant(), flowLogs));
  }

  /** When the poll in hand, or else the last one, began; before the first, when this was made. */
  public Instant began() {
    return began;
  }

  /**
   * Notes that a blob was read to its end, or compared.
   *
   * @param cut whether it ends inside a record
   */
  public void done(DueBlob blob, boolean cut) {
    blob.flowLog().done(blob, cut);
    contact(blob.flowLog()).read(true);
    settled(blob);
  }

  private void settled(DueBlob blob) {
    changed.settled(blob);
    listener.settled(blob);
  }

  /**
   * Notes that a blob changed between its listing and its reading. It is asked for again, to be the
   * next that is read.
   *
   * @return false if it did so too often in a row without any of it being delivered
   */
  public boolean changed(DueBlob blob) {
    return changed.changed(blob);
  }

  /** Notes that a blob is no longer the one that was read, so that it is read from its start. */
  public void writtenAnew(DueBlob blob) {
    blob.flowLog().writtenAnew(blob);
    settled(blob);
  }

  /** Notes that a blob is no longer there. */
  public void removed(DueBlob blob) {
    blob.flowLog().removed(blob.listed().name());
    settled(blob);
  }

  /** How many blobs and listings have failed in the poll in hand, or else in the last one. */
  public int failures() {
    return failures.get();
  }

  /** Notes that a blob could not be read or delivered, for a reason that lasts. */
  public void failed() {
    failures.incrementAndGet();
  }

  /**
   * Notes that blobs could not be read or delivered, for a reason that has nothing to do with them.
   * It is said once a poll, as it is the same for all.
   */
  public void failedWithAll(String sentence) {
    failed();
    if (said.add(sentence)) {
      listener.failedWithAll(sentence);
    }
  }

  /** Notes that the source gave no answer when a blob was read. */
  public void unanswered(DueBlob blob) {
    failed();
    contact(blob.flowLog()).read(false);
  }

  /** Ends the poll once all its blobs were tried. */
  public void finish() {
    int open = 0;
    for (FlowLogHours flowLog : flowLogs) {
      flowLog.end(began);
      open += flowLog.openBlobs();
    }
    contacts.values().forEach(SourceHealth::end);
    ended(new PollResult(flowLogs.size(), open, failures.get()));
  }

  private void ended(PollResult result) {
    try {
      finished.accept(result);
    } finally {
      if (onePoll.availablePermits() == 0) {
        onePoll.release();
      }
    }
  }

  /** Ends a poll that could not be made. */
  public void abandon() {
    ended(new PollResult(flowLogs.size(), 0, 1));
  }

  /**
   * How far behind each flow log is. One that is read from its beginning has none before its first
   * poll has ended, as its oldest hour is not known.
   */
  public List<Lag> lags() {
    return flowLogs.stream()
        .filter(flowLog -> flowLog.done().isAfter(Instant.EPOCH))
        .map(
            flowLog ->
                new Lag(
                    flowLog.source().name(),
                    flowLog.flowLog().name(),
                    flowLog.flowLog().path(),
                    schedule.lag(flowLog.done(), clock.instant())))
        .toList();
  }

  /** Hands out no more blobs; what is in hand is finished. */
  public void stop() {
    stopping = true;
  }

  /** Whether no more blobs are handed out. */
  public boolean stopping() {
    return stopping;
  }

  private void discover(Discovery discovery) {
    Source source = discovery.source();
    SourceHealth contact = contacts.get(source.name());
    if (!contact.open() || !discovery.due(began)) {
      return;
    }
    try {
      Instant start = progress.start(source.name(), schedule.firstHour(began));
      discovery.find(began, path -> flowLogs.add(begin(source, path, start)));
      contact.answered();
    } catch (ProgressException e) {
      failedWithAll(e.getMessage());
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      contact.failed("The source cannot be listed", e);
    } catch (Error e) {
      threw(e);
    }
  }

  private void threw(Error error) {
    failedWithAll("A listing failed. " + ThrownError.sentence(error));
  }

  private FlowLogHours begin(Source source, FlowLogPath path, Instant start) {
    FlowLogHours hours = new FlowLogHours(source, path, schedule, progress, start, listener);
    shared.add(source, path);
    listener.found(source, path, hours.done());
    return hours;
  }

  private SourceHealth contact(FlowLogHours flowLog) {
    return contacts.get(flowLog.source().name());
  }

  /** The blobs of one poll, listed as they are asked for. */
  private final class Blobs implements Iterator<DueBlob> {

    private final Deque<FlowLogHours> waiting;
    private final Deque<DueBlob> listed = new ArrayDeque<>();
    private FlowLogHours current;

    /** Camel asks again after the end, when nothing reads any more what is handed out. */
    private boolean ended;

    Blobs(List<FlowLogHours> flowLogs) {
      waiting = new ArrayDeque<>(flowLogs);
    }

    @Override
    public boolean hasNext() {
      boolean more = true;
      try {
        if (!listed.isEmpty()) {
          leaveIfSilent();
        }
      } catch (Error e) {
        // What is thrown would end the poll with blobs in hand, which the next would read, too.
        threw(e);
        listed.clear();
        current = null;
      }
      while (listed.isEmpty() && more && !stopping && !changed.any()) {
        more = advance();
      }
      ended |= stopping || (listed.isEmpty() && !changed.any());
      return !ended;
    }

    @Override
    public DueBlob next() {
      DueBlob again = changed.next();
      if (again == null && listed.isEmpty() && !hasNext()) {
        throw new NoSuchElementException();
      }
      return again == null ? listed.remove() : again;
    }

    /** Makes the next listing, or goes to the next flow log; false where there is none. */
    private boolean advance() {
      if (current == null && waiting.isEmpty()) {
        return false;
      }
      if (current == null) {
        current = waiting.remove();
        return listing(() -> current.begin(began));
      }
      if (current.hasMore()) {
        return listing(this::list);
      }
      current = null;
      return true;
    }

    private void list() {
      listed.addAll(current.next());
      contact(current).answered();
      if (!current.hasMore()) {
        listener.flowLogListed(current.source(), current.flowLog());
      }
    }

    /** Hands out no more blobs of a source that does not answer; they stay open. */
    private void leaveIfSilent() {
      SourceHealth contact = contact(current);
      contact.makeSure();
      if (!contact.open()) {
        listed.clear();
        current = null;
      }
    }

    /** Lists something of the current flow log, unless its source does not answer. */
    private boolean listing(Runnable step) {
      if (contact(current).open()) {
        try {
          step.run();
          return true;
        } catch (ProgressException e) {
          failedWithAll(e.getMessage());
        } catch (RuntimeException e) {
          failed(current, e);
        } catch (Error e) {
          threw(e);
        }
      }
      current = null;
      return true;
    }
  }

  /**
   * A flow log could not be listed. Of a service the others are not tried in this poll; this one is
   * the last to be asked in the next, so that it keeps none of them waiting if it alone fails.
   */
  private void failed(FlowLogHours flowLog, RuntimeException error) {
    failures.incrementAndGet();
    Source source = flowLog.source();
    if (source.container().remote()) {
      contact(flowLog).failed("A flow log cannot be listed", error);
      flowLogs.remove(flowLog);
      flowLogs.add(flowLog);
      return;
    }
    listener.flowLogFailed(
        source,
        flowLog.flowLog(),
        "The flow log cannot be listed, %s. %s"
            .formatted(source.container().location(), AzureProblem.sentence(error)),
        error);
  }
}
