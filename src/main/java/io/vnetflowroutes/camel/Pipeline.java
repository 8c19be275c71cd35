package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.receive.ReceiveState;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.BatchInHand;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.FolderLayouts;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that delivers in a process: Camel with its routes, the cursor, the acknowledgements,
 * and the intake of batches. The service and a backfill are one pipeline each.
 *
 * <p>One thread makes, starts and stops it; any thread may ask for counts of waiting messages, and
 * ask it to stop.
 */
public final class Pipeline {

  private static final Clock CLOCK = Clock.systemUTC();

  private final Acknowledgements acknowledged;
  private final CamelRuntime runtime;
  private final Intake intake;
  private final Optional<HourMarkers> markers;

  /**
   * What is polled, and how often.
   *
   * @param sources the sources of blobs
   * @param discovery how often to look for flow logs
   * @param schedule which hours are due
   * @param clock the schedule's clock
   * @param earlier how another process read a blob, so that the batches are the same
   * @param finished is called when a poll has ended
   */
  public record Polling(
      List<Source> sources,
      Duration discovery,
      Schedule schedule,
      Clock clock,
      Function<ListedBlob, EarlierReading> earlier,
      Consumer<PollResult> finished) {}

  /**
   * How it delivers beside other processes.
   *
   * @param state the folder of the process's progress
   * @param spool the folder of its spools
   * @param only the names of the destinations that get anything; empty for all
   * @param unfinished the prefix of the name of a file that is being written
   * @param sameName what happens to an existing file with other content
   */
  public record Delivering(
      StateDatabase state, Path spool, Set<String> only, String unfinished, SameName sameName) {}

  /** Assembles a pipeline that polls sources; nothing runs yet. */
  public Pipeline(Settings settings, Counters counters, Polling polling, Delivering delivering) {
    this.acknowledged = new Acknowledgements(delivering.state(), CLOCK);
    ResumedBatches resumed = new ResumedBatches(acknowledged::of);
    this.runtime = runtime(settings, counters, delivering, resumed);
    Cursor cursor = new Cursor(delivering.state());
    FolderLayouts layouts = new FolderLayouts(delivering.state());
    runtime.camel().bind(RouteNames.CURSOR, runtime.cursor(cursor, acknowledged, layouts));
    PollIntake polls = new PollIntake(runtime.camel(), settings, counters, cursor, polling);
    this.intake = polls;
    List<BatchInHand> inHand = BatchInHand.all(delivering.state());
    runtime
        .spools()
        .resume(key -> inHand.stream().anyMatch(batch -> batch.holds(key)), acknowledged);
    runtime.spools().closeWhen(polls::settled);
    this.markers =
        delivering.sameName() == SameName.KEEP_BOTH
            ? Optional.of(new HourMarkers(settings, runtime, polls::done, delivering.state()))
            : Optional.empty();
    markers.ifPresent(HourMarkers::start);
  }

  /**
   * Assembles a pipeline that receives a topic; nothing runs yet.
   *
   * @param stands receives the state of receiving, every few seconds
   */
  Pipeline(
      Settings settings, Counters counters, Consumer<ReceiveState> stands, Delivering delivering) {
    this.acknowledged = new Acknowledgements(delivering.state(), CLOCK);
    ResumedBatches resumed = new ResumedBatches(acknowledged::of);
    this.runtime = runtime(settings, counters, delivering, resumed);
    runtime.camel().bind(RouteNames.CURSOR, new ReceivedCursor(acknowledged, resumed));
    this.intake =
        new ReceiveIntake(runtime.camel(), settings, CLOCK, acknowledged::forgetSoon, stands);
    runtime.spools().resume(anyMayComeAgain -> true, acknowledged);
    this.markers = Optional.empty();
  }

  private CamelRuntime runtime(
      Settings settings, Counters counters, Delivering delivering, ResumedBatches resumed) {
    return new CamelRuntime(
        settings,
        counters,
        CLOCK,
        new ProcessResources(
            new DeliveryRepository(acknowledged),
            resumed,
            delivering.spool(),
            settings.get(ProgramKeys.SPOOL_LIMIT),
            true,
            delivering.only(),
            delivering.unfinished(),
            delivering.sameName()));
  }

  /** Camel with everything bound. */
  CamelRuntime runtime() {
    return runtime;
  }

  /** The intake of batches. */
  Intake intake() {
    return intake;
  }

  /** Leaves health and metrics to the service, which may run at the same time. */
  public void leavePort() {
    BatchRoutes.leavePort(runtime.camel());
  }

  /** The acknowledgements of destinations. */
  public Acknowledgements acknowledged() {
    return acknowledged;
  }

  /** Starts to poll, or to receive. */
  public void start() throws Exception {
    runtime.start();
    intake.start();
  }

  /** Sends everything gathered at once, because nothing follows. */
  public void closeGathered() {
    runtime.spools().closeGathered();
  }

  /** Marks the hours that are complete now. */
  public void markHours() {
    markers.ifPresent(HourMarkers::write);
  }

  /** Whether messages wait for a destination that accepts them, or may soon accept them. */
  public boolean draining() {
    return runtime.draining();
  }

  /** How many messages wait, for each destination with at least one. */
  public Map<String, Integer> spooled() {
    return runtime.spooled();
  }

  /** Begins no new blobs, batches and messages. */
  public void askToStop() {
    intake.askToStop();
    runtime.askToStop();
  }

  /** Finishes the batches in hand, and stops. */
  public void stop() {
    askToStop();
    intake.close();
    runtime.stop();
  }
}
