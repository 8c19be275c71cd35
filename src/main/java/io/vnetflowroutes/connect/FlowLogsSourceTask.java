package io.vnetflowroutes.connect;

import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.settings.ConnectionSettings;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.FormatChoice;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.SourceSettings;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * One of the connector's tasks: reads its lanes of the account with threads of its own, and gives
 * Connect what they have read.
 */
public final class FlowLogsSourceTask extends SourceTask {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Clock clock;
  private TaskThreads threads;
  private SendQueue queue;
  private Outbox outbox;
  private MetricsDisplay metrics;
  private int pollSize;

  /** For Connect, which makes tasks by itself. */
  public FlowLogsSourceTask() {
    this(Clock.systemUTC());
  }

  FlowLogsSourceTask(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String version() {
    return ConnectorVersion.VERSION;
  }

  @Override
  public void start(Map<String, String> configuration) {
    ConnectorSettings settings = new ConnectorSettings(configuration);
    if (!settings.problems().isEmpty()) {
      throw new ConnectException(String.join("\n", settings.problems()));
    }
    ConnectionSettings.use(settings.settings(), System.getenv());
    TaskNumber number = TaskNumber.of(configuration);
    TaskCounts counts = new TaskCounts();
    WarningThrottle said = new WarningThrottle(clock);
    ConnectLog log = new ConnectLog(said, counts);
    Source source = SourceSettings.source(settings.source(), Optional::empty, log);
    pollSize = settings.get(ConnectorKeys.POLL_SIZE);
    queue = new SendQueue(2L * pollSize);

    Lanes lanes =
        new Lanes(
            account(source), settings.get(ConnectorKeys.SLICES), number.task(), number.tasks());
    OffsetRows rows =
        new OffsetRows(new StoredOffsets(context.offsetStorageReader(), lanes), lanes);
    OffsetProgress progress = progress(settings, source, lanes, rows, new CrowdedSlices(said));
    DueBlobs dueBlobs = dueBlobs(settings, source, progress, log);
    LastHour lastHour =
        new LastHour(settings.get(ConnectorKeys.UNTIL).orElse(null), dueBlobs, queue, log);
    metrics =
        metrics(
            new TaskMetrics(dueBlobs, source.container(), counts, queue, rows, lastHour),
            source.name(),
            number);
    threads =
        new TaskThreads(
            source.name() + '-' + number.task(),
            dueBlobs,
            loop(settings, account(source), dueBlobs, progress, counts, log),
            queue,
            settings.get(ProgramKeys.POLL_INTERVAL),
            settings.get(ProgramKeys.READERS),
            result -> {
              lastHour.polled(result);
              metrics.polled();
            });
    metrics.show();
    threads.start();
  }

  /** What the task remembers, and what turns it into records: both know the same rows. */
  private OffsetProgress progress(
      ConnectorSettings settings,
      Source source,
      Lanes lanes,
      OffsetRows rows,
      CrowdedSlices crowded) {
    OffsetProgress progress =
        new OffsetProgress(rows, lanes, queue, settings.get(ProgramKeys.RECHECK), clock);
    ProgressRecords records =
        new ProgressRecords(
            settings.get(ConnectorKeys.PROGRESS_TOPIC),
            source.name(),
            lanes.account(),
            settings.structs(),
            clock);
    outbox = new Outbox(rows, records, progress, crowded);
    return progress;
  }

  private DueBlobs dueBlobs(
      ConnectorSettings settings, Source source, OffsetProgress progress, ConnectLog log) {
    return new DueBlobs(
        List.of(source),
        settings.get(ProgramKeys.DISCOVERY_INTERVAL),
        schedule(settings),
        progress,
        progress.share(),
        clock,
        log);
  }

  /** What reads blobs, and encodes them as flows or as batches. */
  private ReadLoop loop(
      ConnectorSettings settings,
      String account,
      DueBlobs dueBlobs,
      OffsetProgress progress,
      TaskCounts counts,
      ConnectLog log) {
    boolean batches = settings.get(ConnectorKeys.CONTENT) == ConnectorKeys.Content.BATCHES;
    ParseLimits given = ReadSettings.limits(settings.settings());
    ParseLimits limits =
        batches ? BatchRecords.limits(given, settings.get(ConnectorKeys.VALUE_LIMIT)) : given;
    RecordJson json = ReadSettings.json(settings.settings());
    DeadLetterRecords letters = new DeadLetterRecords(settings, settings.structs());
    FormatPool formats =
        FormatChoice.formats(
            settings.settings(),
            settings.flows(),
            DeriveSettings.lookups(settings.settings(), clock, log),
            Set.of());
    TaskDelivery delivery =
        new TaskDelivery(
            new FlowRecords(settings, formats, letters),
            batches ? new BatchRecords(settings, account, json, letters) : null,
            letters,
            progress,
            counts);
    BlobReader reader = new BlobReader(progress, log, blob -> EarlierReading.NONE, limits, json);
    return new ReadLoop(dueBlobs, reader, progress, log, delivery);
  }

  /** Among the runtime's own metrics; if it has no room for others, an MBean of ours. */
  private MetricsDisplay metrics(TaskMetrics figures, String source, TaskNumber number) {
    return RuntimeMetrics.of(context, figures)
        .orElseGet(() -> new TaskBean(source, number.task(), figures));
  }

  /** The schedule; how long progress is kept is the progress' own affair here. */
  private static Schedule schedule(ConnectorSettings settings) {
    Schedule schedule =
        new Schedule(
            settings.get(ProgramKeys.DELAY),
            settings.get(ProgramKeys.RECHECK),
            settings.get(ProgramKeys.START),
            Duration.ZERO,
            settings.get(ProgramKeys.SILENT_AFTER));
    return settings.get(ConnectorKeys.UNTIL).map(schedule::until).orElse(schedule);
  }

  /** Where the blobs lie, as the offsets say it. */
  private static String account(Source source) {
    return source.container().place().toString();
  }

  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    try {
      List<Advance> taken = queue.take(pollSize, PATIENCE);
      return taken.isEmpty() ? null : outbox.records(taken);
    } catch (RuntimeException e) {
      throw new ConnectException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    if (threads != null) {
      metrics.hide();
      threads.stop();
    }
  }
}
