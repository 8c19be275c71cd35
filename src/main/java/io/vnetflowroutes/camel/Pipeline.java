package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.ResumedBatches;
import io.vnetflowroutes.deliver.RouteNames;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.PollLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that polls and delivers in a process: Camel with its routes, the cursor, the
 * acknowledgements, and the search for due blobs. The service and a backfill are one pipeline each.
 *
 * <p>One thread makes, starts and stops it; any may ask what waits, and ask it to stop.
 */
public final class Pipeline {

  private final Acknowledgements acknowledged;
  private final PollLog pollLog;
  private final DueBlobs dueBlobs;
  private final CamelRuntime runtime;
  private final PollSteps pollSteps;

  /**
   * What is to be read.
   *
   * @param sources where blobs are
   * @param discovery how often flow logs are looked for
   * @param schedule which hours are due
   * @param clock what the schedule takes for now
   * @param earlier how another process read a blob, so that it is cut as it was then
   * @param finished is called when a poll has ended
   */
  public record Reading(
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

  /** Puts everything together and binds it for the routes; nothing runs yet. */
  public Pipeline(Settings settings, Counters counters, Reading reading, Delivering delivering) {
    Clock clock = Clock.systemUTC();
    WarningThrottle throttle = new WarningThrottle(clock);
    Cursor cursor = new Cursor(delivering.state());
    this.acknowledged = new Acknowledgements(delivering.state(), clock);
    this.pollLog = new PollLog(throttle, clock);
    this.dueBlobs =
        new DueBlobs(
            reading.sources(),
            reading.discovery(),
            reading.schedule(),
            cursor,
            Share.ALL,
            reading.clock(),
            pollLog);
    this.runtime =
        new CamelRuntime(
            settings,
            counters,
            clock,
            new ProcessResources(
                new DeliveryRepository(acknowledged),
                new ResumedBatches(acknowledged::of),
                delivering.spool(),
                settings.get(ProgramKeys.SPOOL_LIMIT),
                delivering.only(),
                delivering.unfinished(),
                delivering.sameName()));
    runtime.camel().bind(RouteNames.CURSOR, runtime.cursor(cursor, acknowledged));
    this.pollSteps =
        PollBeans.bind(
            runtime.camel(),
            settings,
            reading.sources(),
            dueBlobs,
            reading.finished(),
            throttle,
            cursor,
            counters,
            reading.earlier());
  }

  /** Camel with everything bound. */
  CamelRuntime runtime() {
    return runtime;
  }

  /** What finds the blobs that are due. */
  DueBlobs dueBlobs() {
    return dueBlobs;
  }

  /** The polls. */
  PollSteps pollSteps() {
    return pollSteps;
  }

  /** What says how polls go. */
  PollLog pollLog() {
    return pollLog;
  }

  /** What destinations have acknowledged. */
  public Acknowledgements acknowledged() {
    return acknowledged;
  }

  /** Starts to poll. */
  public void start() throws Exception {
    runtime.start();
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
    dueBlobs.stop();
    runtime.askToStop();
  }

  /** Finishes the batches in hand, and stops. */
  public void stop() {
    askToStop();
    runtime.stop();
  }
}
