package io.vnetflowroutes.core;

import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.PollListener;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.read.ReadListener;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.source.Source;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The core's own loop, with a progress in memory and nothing of Camel, SQLite or a log. */
public final class LoopHost implements PollingHost {

  /** How small batches are, so that a blob has several. */
  public static final ParseLimits LIMITS = new ParseLimits(25, 1 << 30, 1 << 26);

  public static final RecordJson JSON = RecordJson.within(1 << 20, 100);

  private final MemoryProgress progress = new MemoryProgress();
  private final Source source;
  private final Schedule schedule;
  private final Clock clock;
  private final Share share;
  private final Receiver receiver;
  private DueBlobs dueBlobs;
  private ReadLoop loop;

  public LoopHost(Source source, Schedule schedule, Clock clock, Receiver receiver) {
    this(source, schedule, clock, Share.ALL, receiver);
  }

  /** One that reads a share of the source. */
  LoopHost(Source source, Schedule schedule, Clock clock, Share share, Receiver receiver) {
    this.share = share;
    this.source = source;
    this.schedule = schedule;
    this.clock = clock;
    this.receiver = receiver;
    restart();
  }

  @Override
  public void restart() {
    ReadListener reading = quiet(ReadListener.class);
    dueBlobs =
        new DueBlobs(
            List.of(source),
            Duration.ofMinutes(10),
            schedule,
            progress,
            share,
            clock,
            quiet(PollListener.class));
    BlobReader reader =
        new BlobReader(progress, reading, blob -> EarlierReading.NONE, LIMITS, JSON);
    loop = new ReadLoop(dueBlobs, reader, progress, reading, (blob, batch) -> receiver.take(batch));
  }

  /** Somebody who does not listen. */
  private static <T> T quiet(Class<T> listener) {
    return listener.cast(
        Proxy.newProxyInstance(
            listener.getClassLoader(),
            new Class<?>[] {listener},
            (proxy, method, arguments) -> null));
  }

  @Override
  public PollResult poll() throws InterruptedException {
    return loop.poll();
  }

  /** The same, with a thread that reads on whatever is thrown. */
  PollResult pollOn(Consumer<Throwable> unexpected) {
    Poll poll = dueBlobs.begin();
    loop.readOn(poll, unexpected);
    return poll.finish();
  }

  /** The same with so many threads. */
  PollResult poll(int threads) throws Exception {
    Poll poll = dueBlobs.begin();
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try {
      Callable<Void> reader =
          () -> {
            loop.read(poll);
            return null;
          };
      for (Future<Void> read : readers.invokeAll(Collections.nCopies(threads, reader))) {
        read.get();
      }
    } finally {
      readers.shutdownNow();
    }
    return poll.finish();
  }

  @Override
  public Optional<Instant> done(String flowLogPath) {
    return progress.hour(source.name(), flowLogPath);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "the core's loop";
  }
}
