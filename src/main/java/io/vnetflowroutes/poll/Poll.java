package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.Source;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One poll: returns the blobs that are due, which it lists on demand, and takes their results.
 * Within a flow log, the oldest hour comes first.
 *
 * <p>One thread at a time asks for blobs ({@link #hasNext}, {@link #next}) and ends the poll. Any
 * thread may report the result for a blob. An {@link Error} removes the flow log that was being
 * listed from this poll; the caller may continue.
 */
public final class Poll implements Iterator<DueBlob> {

  private final DueBlobs dueBlobs;
  private final Instant began;
  private final Map<String, SourceHealth> sources;
  private final List<FlowLogHours> flowLogs;
  private final ChangedBlobs changed;
  private final PollListener listener;
  private final AtomicInteger failures = new AtomicInteger();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final Deque<Discovery> searches;
  private final Deque<FlowLogHours> waiting = new ArrayDeque<>();
  private final Deque<DueBlob> listed = new ArrayDeque<>();
  private FlowLogHours current;
  private boolean searched;

  /** A caller may ask again after the end, when no thread reads the blobs any more. */
  private boolean ended;

  /**
   * @param sources the health of each source, by its name
   * @param flowLogs the known flow logs; the poll changes their order
   * @param searches look for more flow logs
   */
  Poll(
      DueBlobs dueBlobs,
      Instant began,
      Map<String, SourceHealth> sources,
      List<FlowLogHours> flowLogs,
      List<Discovery> searches,
      ChangedBlobs changed,
      PollListener listener) {
    this.dueBlobs = dueBlobs;
    this.began = began;
    this.sources = sources;
    this.flowLogs = flowLogs;
    this.searches = new ArrayDeque<>(searches);
    this.changed = changed;
    this.listener = listener;
  }

  /** Begins the poll: all known flow logs wait for their turn. */
  void begin() {
    for (SourceHealth source : sources.values()) {
      if (!source.begin()) {
        failed();
      }
    }
    flowLogs.forEach(FlowLogHours::await);
    changed.begin();
  }

  /**
   * Whether the program is being stopped. A failure then only means that, for example an
   * interrupted request, and the next start tries again.
   */
  public boolean stopping() {
    return dueBlobs.stopping();
  }

  /** When it began. */
  public Instant began() {
    return began;
  }

  /** How many blobs and listings have failed so far. */
  public int failures() {
    return failures.get();
  }

  @Override
  public boolean hasNext() {
    boolean more = true;
    if (!listed.isEmpty() && !stopping()) {
      leaveIfSilent();
    }
    while (listed.isEmpty() && more && !dueBlobs.stopping() && !changed.any()) {
      more = advance();
    }
    ended |= dueBlobs.stopping() || (listed.isEmpty() && !changed.any());
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

  /** Makes the next search or listing, or goes to the next flow log; false if there is none. */
  private boolean advance() {
    if (!searched) {
      search();
      return true;
    }
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

  /** Looks for flow logs in one source; after the last one, all of them wait for their turn. */
  private void search() {
    Discovery search = searches.poll();
    if (search != null) {
      discover(search);
      return;
    }
    searched = true;
    dueBlobs.searched();
    flowLogs.stream().sorted(Comparator.comparing(FlowLogHours::nothingLate)).forEach(waiting::add);
  }

  private void discover(Discovery search) {
    SourceHealth health = sources.get(search.source().name());
    if (!health.open() || !search.due(began)) {
      return;
    }
    try {
      dueBlobs.search(search, began);
      health.answered();
    } catch (ProgressException e) {
      failedWithAll(e.getMessage());
    } catch (RuntimeException e) {
      failed();
      if (!stopping()) {
        health.failed("The source cannot be listed", e);
      }
    }
  }

  private void list() {
    listed.addAll(current.next());
    health(current).answered();
    if (!current.hasMore()) {
      listener.flowLogListed(current.source(), current.flowLog());
    }
  }

  /** Drops the remaining blobs of a source that does not answer; they stay open. */
  private void leaveIfSilent() {
    boolean left = true;
    try {
      SourceHealth health = health(current);
      health.makeSure();
      left = !health.open();
    } finally {
      if (left) {
        listed.clear();
        current = null;
      }
    }
  }

  /** Lists something of the current flow log, unless its source does not answer. */
  private boolean listing(Runnable step) {
    boolean made = false;
    try {
      if (health(current).open()) {
        step.run();
        made = true;
      }
    } catch (ProgressException e) {
      failedWithAll(e.getMessage());
    } catch (RuntimeException e) {
      failed(current, e);
    } finally {
      current = made ? current : null;
    }
    return true;
  }

  /**
   * Handles a flow log that cannot be listed. At a service, this poll does not try the others; the
   * next poll asks for this one last, so that it delays none of them if it alone fails.
   */
  private void failed(FlowLogHours flowLog, RuntimeException error) {
    failed();
    if (stopping()) {
      return;
    }
    Source source = flowLog.source();
    if (source.container().remote()) {
      health(flowLog).failed("A flow log cannot be listed", error);
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

  private SourceHealth health(FlowLogHours flowLog) {
    return sources.get(flowLog.source().name());
  }

  /**
   * Notes that a blob was read to its end, or compared.
   *
   * @param cut whether it ends inside a record
   */
  public void done(DueBlob blob, boolean cut) {
    blob.flowLog().done(blob, cut);
    health(blob.flowLog()).read(true);
    settled(blob);
  }

  private void settled(DueBlob blob) {
    changed.settled(blob);
    listener.settled(blob);
  }

  /**
   * Notes that a blob changed between its listing and its reading. The poll requests it again, and
   * returns it next.
   *
   * @return false if it changed too often in a row, and nothing of it was delivered
   */
  public boolean changed(DueBlob blob) {
    return changed.changed(blob);
  }

  /** Notes that a blob is no longer the one that was read, so that it is read from its start. */
  public void writtenAnew(DueBlob blob) {
    blob.flowLog().writtenAnew(blob);
    settled(blob);
  }

  /** Notes that a blob no longer exists. */
  public void removed(DueBlob blob) {
    blob.flowLog().removed(blob.listed().name());
    settled(blob);
  }

  /** Notes that a blob could not be read or delivered, for a lasting reason. */
  public void failed() {
    failures.incrementAndGet();
  }

  /**
   * Notes that blobs could not be read or delivered, for a reason that does not concern the blobs.
   * It is the same for all, so it is reported once.
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
    health(blob.flowLog()).read(false);
  }

  /** Ends the poll after all its blobs were tried. */
  public PollResult finish() {
    int open = 0;
    int cut = 0;
    for (FlowLogHours flowLog : flowLogs) {
      flowLog.end();
      open += flowLog.openBlobs();
      cut += flowLog.cutBlobs();
    }
    sources.values().forEach(SourceHealth::end);
    return new PollResult(flowLogs.size(), open, cut, failures.get());
  }
}
