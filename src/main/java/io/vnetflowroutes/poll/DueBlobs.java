package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.SharedFlowLogs;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds the due blobs, poll after poll, and keeps what lasts from one poll to the next.
 *
 * <p>It returns blobs while the listing continues, so a long catch-up needs no more memory than a
 * page of a listing. A source that cannot be listed does not delay the others.
 *
 * <p>One thread at a time begins polls, and the next one only when the last one has ended: two
 * polls at a time read the same blobs. Any thread may ask for its progress, and stop it.
 */
public final class DueBlobs {

  private final List<Discovery> discoveries = new ArrayList<>();
  private final Schedule schedule;
  private final Progress progress;
  private final Share share;
  private final Clock clock;
  private final PollListener listener;
  private final Map<String, SourceHealth> health = new LinkedHashMap<>();
  private final ChangedBlobs changed;
  private final List<FlowLogHours> flowLogs = new CopyOnWriteArrayList<>();
  private final SharedFlowLogs shared = new SharedFlowLogs();
  private volatile boolean stopping;

  /**
   * @param betweenDiscoveries how often each source is searched for new flow logs
   * @param share the part of the sources that is read here
   */
  public DueBlobs(
      List<Source> sources,
      Duration betweenDiscoveries,
      Schedule schedule,
      Progress progress,
      Share share,
      Clock clock,
      PollListener listener) {
    for (Source source : sources) {
      discoveries.add(new Discovery(source, betweenDiscoveries, share.flowLogs(), listener));
      health.put(source.name(), new SourceHealth(source, clock, listener));
    }
    this.listener = listener;
    this.changed = new ChangedBlobs(listener);
    this.schedule = schedule;
    this.progress = progress;
    this.share = share;
    this.clock = clock;
  }

  /** Begins a poll. */
  public Poll begin() {
    Poll poll = new Poll(this, clock.instant(), health, flowLogs, discoveries, changed, listener);
    poll.begin();
    return poll;
  }

  /** Looks for flow logs in a source. */
  void search(Discovery search, Instant now) {
    Source source = search.source();
    Instant start = progress.start(source.name(), schedule.firstHour(now));
    search.find(now, path -> flowLogs.add(found(source, path, start)));
  }

  /** Notes that all sources were searched. */
  void searched() {
    shared.news().forEach(listener::foundTwice);
  }

  private FlowLogHours found(Source source, FlowLogPath path, Instant start) {
    FlowLogHours hours =
        new FlowLogHours(source, path, schedule, progress, share.blobs(), start, listener);
    shared.add(source, path);
    listener.found(source, path, hours.done());
    return hours;
  }

  /** How far a poll is. */
  public CatchUp catchUp(Poll poll) {
    return CatchUp.of(poll.began(), clock.instant(), flowLogs);
  }

  /** How many flow logs are known. */
  public int flowLogs() {
    return flowLogs.size();
  }

  /** How many blobs are known to be not read to their end. */
  public int openBlobs() {
    return flowLogs.stream().mapToInt(FlowLogHours::openBlobs).sum();
  }

  /** How many of them were read up to a record whose end is not there yet. */
  public int cutBlobs() {
    return flowLogs.stream().mapToInt(FlowLogHours::cutBlobs).sum();
  }

  /**
   * How far behind each flow log is. A flow log that is read from its beginning has none until its
   * first poll has ended, because its oldest hour is not known.
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
                    schedule.lag(flowLog.done(), clock.instant()),
                    flowLog::whole))
        .toList();
  }

  /**
   * How far a flow log is.
   *
   * @param before the hour before which all is done, as on disk
   */
  public record Done(Source source, FlowLogPath flowLog, Instant before) {}

  /** How far each known flow log is. */
  public List<Done> done() {
    return flowLogs.stream()
        .map(flowLog -> new Done(flowLog.source(), flowLog.flowLog(), flowLog.done()))
        .toList();
  }

  /**
   * Whether an hour of every flow log was listed after it had settled, and every blob found is
   * read.
   */
  public boolean settled(Instant hour) {
    return !flowLogs.isEmpty() && flowLogs.stream().allMatch(flowLog -> flowLog.whole(hour));
  }

  /** Whether every known flow log is done up to the schedule's end. */
  public boolean ended() {
    return flowLogs.stream().noneMatch(flowLog -> flowLog.done().isBefore(schedule.until()));
  }

  /** Hands out no more blobs; those in hand are finished. */
  public void stop() {
    stopping = true;
  }

  /** Whether no more blobs are handed out. */
  public boolean stopping() {
    return stopping;
  }
}
