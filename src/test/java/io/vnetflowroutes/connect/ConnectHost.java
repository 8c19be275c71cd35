package io.vnetflowroutes.connect;

import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.core.PollingHost;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A task of Connect as far as it reads and remembers: what it read is sent after each poll, and its
 * offsets are kept as Connect keeps them.
 */
public final class ConnectHost implements PollingHost {

  private static final Duration RECHECK = Duration.ofHours(24);
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  private final Source source;
  private final Schedule schedule;
  private final Clock clock;
  private final ParseLimits limits;
  private final Receiver receiver;
  private final KeptOffsets offsets;
  private Lanes lanes;
  private SendQueue queue;
  private OffsetProgress progress;
  private Outbox outbox;
  private ReadLoop loop;

  /** One that owns everything. */
  public ConnectHost(Source source, Schedule schedule, Clock clock, Receiver receiver) {
    this(
        source,
        schedule,
        clock,
        LoopHost.LIMITS,
        receiver,
        new KeptOffsets(),
        new Lanes("host/container", Slices.of("1").orElseThrow(), 0, 1));
  }

  ConnectHost(
      Source source,
      Schedule schedule,
      Clock clock,
      ParseLimits limits,
      Receiver receiver,
      KeptOffsets offsets,
      Lanes lanes) {
    this.source = source;
    this.schedule = schedule;
    this.clock = clock;
    this.limits = limits;
    this.receiver = receiver;
    this.offsets = offsets;
    this.lanes = lanes;
    restart();
  }

  /** Starts it again with other lanes, as with another number of tasks or slices. */
  void restart(Lanes others) {
    lanes = others;
    restart();
  }

  @Override
  public void restart() {
    queue = new SendQueue(NO_LIMIT);
    OffsetRows rows = new OffsetRows(new StoredOffsets(offsets, lanes), lanes);
    progress = new OffsetProgress(rows, lanes, queue, RECHECK, clock);
    outbox =
        new Outbox(
            rows,
            new ProgressRecords("progress", source.name(), lanes.account(), false, clock),
            progress,
            new CrowdedSlices(new WarningThrottle(clock)));
    ConnectLog log = new ConnectLog(new WarningThrottle(clock), new TaskCounts());
    DueBlobs dueBlobs =
        new DueBlobs(
            List.of(source),
            Duration.ofMinutes(10),
            schedule,
            progress,
            progress.share(),
            clock,
            log);
    BlobReader reader =
        new BlobReader(progress, log, blob -> EarlierReading.NONE, limits, LoopHost.JSON);
    loop = new ReadLoop(dueBlobs, reader, progress, log, this::deliver);
  }

  private void deliver(DueBlob blob, Batch batch) throws InterruptedException {
    receiver.take(batch);
    progress.inHand(blob.listed(), List.of(), 0, 0);
  }

  @Override
  public PollResult poll() throws InterruptedException {
    PollResult result = loop.poll();
    send();
    return result;
  }

  /** Makes a poll after which nothing is sent, as if the task was killed then. */
  PollResult pollAndSendNothing() throws InterruptedException {
    return loop.poll();
  }

  /** Sends what was read, in one transaction. */
  List<SourceRecord> send() throws InterruptedException {
    List<SourceRecord> records = outbox.records(queue.take(NO_LIMIT, Duration.ZERO));
    offsets.commit(records);
    return records;
  }

  KeptOffsets offsets() {
    return offsets;
  }

  @Override
  public Optional<Instant> done(String flowLogPath) {
    return progress.hour(source.name(), flowLogPath);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "a task of Connect";
  }
}
