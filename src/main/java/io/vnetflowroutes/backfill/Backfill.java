package io.vnetflowroutes.backfill;

import io.vnetflowroutes.camel.Pipeline;
import io.vnetflowroutes.camel.PrivateFolder;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.BatchEnds;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.Counts;
import io.vnetflowroutes.telemetry.SourceLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Delivers past hours through the routes, while the service runs. It has its own cursor, spool and
 * acknowledgements, in a folder below the state, and continues where it was stopped.
 *
 * <p>It cuts blobs that the service has delivered into the same batches as the service, so that
 * files have the same names and exist only once.
 */
public final class Backfill implements AutoCloseable {

  private static final String FOLDER = "backfill";
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Path folder;
  private final Counters counters = new Counters();
  private final BlockingQueue<PollResult> polls = new LinkedBlockingQueue<>();
  private final StateDatabase state;
  private final StateDatabase service;
  private final Pipeline pipeline;
  private final Volume volume;

  /**
   * Lists the hours to read, and assembles everything; nothing runs yet.
   *
   * @param again reads the settings again; empty if they are wrong now
   * @param hours the hours to read, unless it has begun before
   * @throws UserError if its state cannot be used, or a source cannot be listed
   */
  public Backfill(
      Settings settings,
      Supplier<Optional<Settings>> again,
      BackfillRequest request,
      Span hours,
      Instant now) {
    Path stateFolder = PrivateFolder.make(settings, ProgramKeys.STATE);
    PrivateFolder.makeIfFolder(settings, ProgramKeys.DEAD_LETTER);
    this.folder = stateFolder.resolve(FOLDER).resolve(request.id());
    BackfillBegin begin = begin(request, hours);
    Span span = begin.hours();
    this.state = StateDatabase.open(folder);
    this.service = StateDatabase.exists(stateFolder) ? StateDatabase.look(stateFolder) : null;
    List<Source> sources = sources(settings, request, again);
    this.volume = volume(sources, span, new Cursor(state)::progress);
    this.pipeline =
        new Pipeline(
            settings,
            counters,
            new Pipeline.Polling(
                sources,
                FOR_EVER,
                schedule(span, now),
                Clock.fixed(now, ZoneOffset.UTC),
                earlier(service),
                polls::add),
            new Pipeline.Delivering(
                state,
                folder.resolve("spool"),
                request.destinations(),
                UnfinishedName.prefixOf("backfill-" + begin.name()),
                request.rewrite() ? SameName.REPLACE : SameName.LEAVE_ALONE));
    pipeline.leavePort();
    pipeline.acknowledged().forgetOld(Instant.now());
  }

  /** The volume that a backfill would read; it reads and writes nothing. */
  public static Volume dryRun(Settings settings, BackfillRequest request, Span hours) {
    Path folder = settings.get(ProgramKeys.STATE).resolve(FOLDER).resolve(request.id());
    List<Source> sources = sources(settings, request, Optional::empty);
    if (!StateDatabase.exists(folder)) {
      return volume(sources, hours, (source, prefix) -> Map.of());
    }
    try (StateDatabase begun = StateDatabase.look(folder)) {
      return volume(
          sources, BackfillBegin.hoursIn(folder).orElse(hours), new Cursor(begun)::progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BackfillBegin begin(BackfillRequest request, Span hours) {
    try {
      PrivateFiles.folder(folder);
      return BackfillBegin.in(folder, request, hours);
    } catch (IOException e) {
      throw new UserError("The folder '" + folder + "' cannot be written: " + e, e);
    }
  }

  private static List<Source> sources(
      Settings settings, BackfillRequest request, Supplier<Optional<Settings>> again) {
    return settings.groups(SourceKeys.GROUP).stream()
        .filter(group -> request.wants(group.name()))
        .map(group -> SourceSettings.source(group, again, new SourceLog()))
        .map(
            source ->
                request.flowLog() == null
                    ? source
                    : new Source(
                        source.name(),
                        source.container(),
                        source.selection().ofName(request.flowLog()),
                        source.listener()))
        .toList();
  }

  private static Volume volume(
      List<Source> sources,
      Span span,
      BiFunction<String, String, Map<String, BlobProgress>> progress) {
    Volume volume = new Volume(span, progress);
    for (Source source : sources) {
      try {
        volume.add(source);
      } catch (RuntimeException e) {
        throw source.unlisted(e);
      }
    }
    return volume;
  }

  /** Makes the last hour the newest that is due, and forgets nothing. */
  private static Schedule schedule(Span span, Instant now) {
    return new Schedule(
        Duration.between(span.to(), now),
        Duration.ZERO,
        new Start(null, span.from()),
        FOR_EVER,
        Duration.ZERO);
  }

  private static Function<ListedBlob, EarlierReading> earlier(StateDatabase service) {
    return service == null ? blob -> EarlierReading.NONE : new BatchEnds(service)::of;
  }

  /** The volume to read. */
  public Volume volume() {
    return volume;
  }

  /** How far it is. */
  public BackfillAdvance advance() {
    Counts counts = counters.counts();
    return new BackfillAdvance(
        volume.doneBlobs() + counts.blobs(),
        volume.doneBytes() + counts.bytes(),
        counts.allowed() + counts.denied());
  }

  /** Starts to read. */
  public void start() throws Exception {
    pipeline.start();
  }

  /** The results of polls, in order, as they end; one is enough unless blobs change meanwhile. */
  public BlockingQueue<PollResult> polls() {
    return polls;
  }

  /** Whether messages wait for a destination that takes them, or may do so soon. */
  public boolean draining() {
    return pipeline.draining();
  }

  /** How many flows were acknowledged by each destination, by this process. */
  public Map<String, Long> delivered() {
    return new TreeMap<>(counters.counts().delivered());
  }

  /** How many messages wait, for each destination with at least one. */
  public Map<String, Integer> spooled() {
    return pipeline.spooled();
  }

  /** How many flows were permanently refused, and are in the dead letter, by destination. */
  public Map<String, Long> refused() {
    return counters.counts().refused();
  }

  /** How many flows were not written because files with other content exist, by destination. */
  public Map<String, Long> leftAlone() {
    return counters.counts().leftAlone();
  }

  /** Sends everything gathered at once, because nothing follows. */
  public void closeGathered() {
    pipeline.closeGathered();
  }

  /** Takes up no more blobs, batches and messages. */
  public void askToStop() {
    pipeline.askToStop();
  }

  /** Finishes the batches in hand and stops. */
  @Override
  public void close() {
    pipeline.stop();
    state.close();
    if (service != null) {
      service.close();
    }
  }

  /** Forgets the backfill, because it is done. Call it after {@link #close}. */
  public void forget() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
