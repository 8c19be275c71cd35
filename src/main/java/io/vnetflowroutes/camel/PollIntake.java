package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.poll.CatchUp;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.Metrics;
import io.vnetflowroutes.telemetry.PollHistory;
import io.vnetflowroutes.telemetry.PollLog;
import io.vnetflowroutes.telemetry.Readiness;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.main.Main;

/** Polls the sources: the routes poll and read, and the beans that they name. */
final class PollIntake implements Intake {

  private final List<Source> sources;
  private final DueBlobs dueBlobs;
  private final PollSteps steps;
  private final PollLog log;
  private final PollHistory history = new PollHistory();
  private volatile boolean allFound;

  PollIntake(
      Main camel, Settings settings, Counters counters, Cursor cursor, Pipeline.Polling polling) {
    Clock clock = Clock.systemUTC();
    WarningThrottle throttle = new WarningThrottle(clock);
    this.log = new PollLog(throttle, clock);
    this.sources = polling.sources();
    this.dueBlobs =
        new DueBlobs(
            sources,
            polling.discovery(),
            polling.schedule(),
            cursor,
            Share.ALL,
            polling.clock(),
            log);
    this.steps =
        PollBeans.bind(
            camel,
            settings,
            sources,
            dueBlobs,
            result -> ended(result, polling),
            throttle,
            cursor,
            counters,
            polling.earlier());
  }

  private void ended(PollResult result, Pipeline.Polling polling) {
    Instant now = polling.clock().instant();
    history.ended(result, steps.latest().map(Poll::began).orElse(now), now);
    polling.finished().accept(result);
  }

  /**
   * How far flow logs are; empty until every source has been searched, because others may follow.
   */
  List<DueBlobs.Done> done() {
    allFound = allFound || (history.count() > 0 && problems().isEmpty());
    return allFound ? dueBlobs.done() : List.of();
  }

  /** Whether an hour is complete: no more flows of it will be read. */
  boolean settled(Instant hour) {
    return dueBlobs.settled(hour);
  }

  @Override
  public void failed(String reason) {
    steps
        .latest()
        .ifPresentOrElse(poll -> poll.failedWithAll(reason), () -> log.failedWithAll(reason));
  }

  @Override
  public List<SourceProblem> problems() {
    return log.problems();
  }

  @Override
  public PollHistory polls() {
    return history;
  }

  /** Does nothing: the timer of the route begins by itself. */
  @Override
  public void start() {}

  @Override
  public void askToStop() {
    dueBlobs.stop();
  }

  /** Does nothing: Camel waits for the blobs in hand. */
  @Override
  public void close() {}

  @Override
  public List<Source> sources() {
    return sources;
  }

  @Override
  public List<Lag> lags() {
    return dueBlobs.lags();
  }

  @Override
  public Object progress() {
    return List.of(
        history.count(),
        steps.latest().map(Poll::began),
        steps.latest().map(Poll::failures),
        sources.stream().map(source -> source.container().listCalls()).toList(),
        sources.stream().map(source -> source.container().calls()).toList());
  }

  @Override
  public Optional<CatchUp> catchUp() {
    return steps.catchUp();
  }

  @Override
  public Readiness.Check check() {
    return Readiness.ofPolls(history);
  }

  @Override
  public void measure(Metrics metrics) {
    metrics.polling(history);
  }
}
