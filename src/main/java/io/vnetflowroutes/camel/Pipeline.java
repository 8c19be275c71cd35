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
 * and what brings batches. The service and a backfill are one pipeline each.
 *
 * <p>One thread makes, starts and stops it; any may ask what waits, and ask it to stop.
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
   * @param sources where blobs are
   * @param discovery how often flow logs are looked for
   * @param schedule which hours are due
   * @param clock what the schedule takes for now
   * @param earlier how another process read a blob, so that it is cut as it was then
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
   * @param state where the process keeps how far it is
   * @param spool the folder of its spools
   * @param only the names of the destinations that get anything; empty for all
   * @param unfinished how the name of a file begins that it is writing
   * @param sameName what becomes of a file that is there and holds something else
   */
  public record Delivering(
      StateDatabase state, Path spool, Set<String> only, String unfinished, SameName sameName) {}

  /** Puts everything together for sources that are polled; nothing runs yet. */
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
   * Puts everything together for a topic that is received; nothing runs yet.
   *
   * @param stands is told how receiving stands, every few seconds
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

  /** What brings batches. */
  Intake intake() {
    return intake;
  }

  /** Leaves health and metrics to the service, beside which this process may run. */
  public void leavePort() {
    BatchRoutes.leavePort(runtime.camel());
  }

  /** What destinations have acknowledged. */
  public Acknowledgements acknowledged() {
    return acknowledged;
  }

  /** Starts to poll, or to receive. */
  public void start() throws Exception {
    runtime.start();
    intake.start();
  }

  /** Sends at once all that was gathered, as nothing is to come any more. */
  public void closeGathered() {
    runtime.spools().closeGathered();
  }

  /** Marks the hours that are whole now. */
  public void markHours() {
    markers.ifPresent(HourMarkers::write);
  }

  /** Whether messages wait for a destination that takes them, or may do so soon. */
  public boolean draining() {
    return runtime.draining();
  }

  /** How many messages wait for each destination that any wait for. */
  public Map<String, Integer> spooled() {
    return runtime.spooled();
  }

  /** Takes up no more blobs, batches and messages. */
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
