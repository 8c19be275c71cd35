package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.Attempts;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.page.PagePort;
import io.vnetflowroutes.page.PageReporter;
import io.vnetflowroutes.page.Traffic;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.receive.ReceiveState;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.state.HourOverview;
import io.vnetflowroutes.state.LastPoll;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateException;
import io.vnetflowroutes.state.StateSummary;
import io.vnetflowroutes.telemetry.CatchUpLog;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.ManagementPort;
import io.vnetflowroutes.telemetry.Metrics;
import io.vnetflowroutes.telemetry.PollAdvance;
import io.vnetflowroutes.telemetry.ProgramHealthCheck;
import io.vnetflowroutes.telemetry.ProgressLog;
import io.vnetflowroutes.telemetry.Readiness;
import io.vnetflowroutes.telemetry.SendMetricsNotifier;
import io.vnetflowroutes.telemetry.SourceLog;
import io.vnetflowroutes.telemetry.Tracing;
import io.vnetflowroutes.telemetry.Watchdog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.apache.camel.main.Main;

/**
 * The running program: Camel, and the beans, wired once and bound under their route names.
 *
 * <p>The thread that made it starts it and waits for polls; the thread of a signal may ask it to
 * stop and close it.
 */
public final class Application implements AutoCloseable {

  /**
   * The longest time without progress: an attempt ends within a minute, and so does the one to the
   * dead letter.
   */
  private static final Duration LONGEST_STEP = Attempts.LONGEST.multipliedBy(5);

  private final ProgressLog progress;
  private final CatchUpLog catchUpLog = new CatchUpLog(this::catchUp);
  private final BlockingQueue<PollResult> polls = new LinkedBlockingQueue<>();
  private final Pipeline pipeline;
  private final StateDatabase state;
  private final StateSummary summary;
  private final Clock clock = Clock.systemUTC();
  private final Traffic traffic = new Traffic(clock);
  private final Counters counters = new Counters(traffic::count);
  private final Optional<ManagementPort> port;
  private final Optional<Tracing> tracing;
  private final Watchdog watchdog;

  /**
   * Assembles the program; nothing runs yet.
   *
   * @param again reads the settings again; empty if they are wrong now
   * @throws io.vnetflowroutes.state.StateException if the state, the spool or the dead letter
   *     cannot be used
   */
  public Application(Settings settings, Supplier<Optional<Settings>> again) {
    this(
        settings,
        again,
        StateDatabase.open(PrivateFolder.make(settings, ProgramKeys.STATE)),
        PrivateFolder.make(settings, ProgramKeys.SPOOL));
    PrivateFolder.makeIfFolder(settings, ProgramKeys.DEAD_LETTER);
    SpoolContents.warnOfStrangers(settings.get(ProgramKeys.SPOOL), runtime().names());
  }

  /** The same with another state and spool, for code that only looks at the routes. */
  Application(
      Settings settings, Supplier<Optional<Settings>> again, StateDatabase state, Path spool) {
    this.state = state;
    this.progress =
        new ProgressLog(
            counters,
            new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER))
                .folder()
                .orElse(ProgramKeys.DEAD_LETTER.name()));
    this.summary = new StateSummary(state);
    this.pipeline =
        ReceiveSettings.receives(settings)
            ? receiving(settings, spool)
            : polling(settings, again, spool);
    this.watchdog = watchdog(settings);
    this.port = port(settings);
    this.tracing = Tracing.start(camel(), settings);
    port.map(ManagementPort::metrics)
        .ifPresent(metrics -> camel().bind("sendEvents", new SendMetricsNotifier(metrics)));
  }

  private Pipeline polling(Settings settings, Supplier<Optional<Settings>> again, Path spool) {
    return new Pipeline(
        settings,
        counters,
        new Pipeline.Polling(
            ReadSettings.sources(settings, again, new SourceLog()),
            settings.get(ProgramKeys.DISCOVERY_INTERVAL),
            ReadSettings.schedule(settings),
            clock,
            blob -> EarlierReading.NONE,
            this::polled),
        new Pipeline.Delivering(state, spool, Set.of(), UnfinishedName.PREFIX, SameName.KEEP_BOTH));
  }

  /** Processes of a group may write the same file at the same time, so each uses its own name. */
  private Pipeline receiving(Settings settings, Path spool) {
    return new Pipeline(
        settings,
        counters,
        this::received,
        new Pipeline.Delivering(
            state,
            spool,
            ReceiveSettings.only(settings),
            UnfinishedName.prefixOf("received-" + UUID.randomUUID()),
            SameName.KEEP_BOTH));
  }

  /** Serves health and metrics, if the settings ask for it. */
  private Optional<ManagementPort> port(Settings settings) {
    if (!ManagementPort.wanted(settings)) {
      return Optional.empty();
    }
    Readiness readiness =
        new Readiness(
            intake()::check,
            intake()::lags,
            runtime().spools().byName(),
            new Readiness.Thresholds(
                settings.get(ProgramKeys.READY_LAG),
                settings.get(ProgramKeys.READY_WAIT),
                settings.get(ProgramKeys.READY_SPOOL)),
            clock);
    Metrics metrics =
        new Metrics(
            counters, readiness, intake().sources(), intake()::lags, runtime().spools().byName());
    intake().measure(metrics);
    runtime().camel().bind("check-progress", ProgramHealthCheck.live("progress", watchdog::check));
    Optional<PagePort> page =
        PageWiring.page(
            settings,
            clock,
            new PageReporter.Activity(counters, intake().polls(), readiness),
            traffic,
            new HourOverview(state),
            intake().sources(),
            intake()::lags,
            runtime().spools().byName(),
            runtime()::why);
    return Optional.of(
        new ManagementPort(
            runtime().camel(), settings, metrics, readiness, page.map(serving -> serving::open)));
  }

  private Watchdog watchdog(Settings settings) {
    Duration stall = settings.get(ProgramKeys.LIVE_STALL);
    Duration poll = stall.plus(settings.get(ProgramKeys.POLL_INTERVAL));
    Duration drain = stall.compareTo(LONGEST_STEP) > 0 ? stall : LONGEST_STEP;
    List<Watchdog.Part> parts = new ArrayList<>();
    parts.add(
        new Watchdog.Part(
            "Nothing was listed, read or delivered, nor has anything failed,",
            () -> List.of(counters.counts(), intake().progress()),
            stall.isZero() ? stall : poll));
    runtime()
        .spools()
        .byName()
        .forEach(
            (name, spool) ->
                parts.add(
                    new Watchdog.Part(
                        "Nothing was done about what waits in the spool of destination '%s'"
                            .formatted(name),
                        spool::steps,
                        stall.isZero() ? stall : drain)));
    return new Watchdog(parts, System::nanoTime);
  }

  /** Makes the started program load a route file again when it changes. */
  public void reloadOnChange() {
    runtime().reloadOnChange();
  }

  /**
   * Starts to poll, or to receive.
   *
   * @param serve whether health and metrics are served, if the settings ask for it
   */
  public void start(boolean serve) throws Exception {
    Optional<ManagementPort> served = port.filter(prepared -> serve);
    served.ifPresent(runtime().camel()::addMainListener);
    served.filter(ManagementPort::servesPage).ifPresent(page -> traffic.start());
    pipeline.start();
    served.ifPresent(ManagementPort::open);
    watchdog.start();
  }

  /** Logs a line a minute while the program catches up. */
  public void logCatchUp() {
    catchUpLog.start();
  }

  /** The progress of the present poll; empty between polls. */
  public Optional<PollAdvance> catchUp() {
    return intake().catchUp().map(progress::advance);
  }

  private Intake intake() {
    return pipeline.intake();
  }

  private CamelRuntime runtime() {
    return pipeline.runtime();
  }

  /** Camel with everything bound, not started. */
  Main camel() {
    return runtime().camel();
  }

  /** The results of polls, in order, as they end. */
  public BlockingQueue<PollResult> polls() {
    return polls;
  }

  /** Begins no new blobs, batches and messages. */
  public void askToStop() {
    pipeline.askToStop();
  }

  /** Finishes the batches in hand, stops, and writes the summary. */
  @Override
  public void close() {
    askToStop();
    abandon();
    progress.summary(pipeline.spooled());
  }

  /** Stops without a summary: nothing was read. */
  void abandon() {
    watchdog.close();
    catchUpLog.close();
    pipeline.stop();
    tracing.ifPresent(Tracing::close);
    port.ifPresent(ManagementPort::close);
    state.close();
  }

  /** Publishes the result last, because the program may be stopped then. */
  private void polled(PollResult result) {
    try {
      progress.polled(result.flowLogs(), result.openBlobs(), pipeline.spooled());
      pipeline.acknowledged().forgetOld(clock.instant());
      summary.polled(
          new LastPoll(clock.instant(), result.flowLogs(), result.openBlobs(), result.failures()),
          intake().problems());
    } catch (StateException e) {
      intake().failed(e.getMessage());
    } finally {
      polls.add(result);
    }
  }

  /** Notes the state of receiving. */
  private void received(ReceiveState stands) {
    int open = stands.caughtUp() ? 0 : (int) Math.max(1, stands.lag());
    int failures = stands.failing() + (stands.problem().isEmpty() ? 0 : 1);
    try {
      progress.received(stands.partitions(), stands.lag(), pipeline.spooled());
      pipeline.acknowledged().forgetOld(clock.instant());
      summary.polled(
          new LastPoll(clock.instant(), stands.partitions(), open, failures), intake().problems());
    } catch (StateException e) {
      intake().failed(e.getMessage());
    } finally {
      polls.add(new PollResult(1, open, 0, failures));
    }
  }

  /** Sends everything gathered at once, because nothing follows. */
  public void closeGathered() {
    pipeline.closeGathered();
  }

  /** Marks the hours that are complete, for destinations with a marker. */
  public void markHours() {
    pipeline.markHours();
  }

  /** Whether messages wait for a destination that accepts them, or may soon accept them. */
  public boolean draining() {
    return pipeline.draining();
  }

  /** Whether messages wait for any destination. */
  public boolean spooling() {
    return !pipeline.spooled().isEmpty();
  }

  /** Whether a destination permanently refused a message. */
  public boolean refused() {
    return !counters.counts().refused().isEmpty();
  }
}
