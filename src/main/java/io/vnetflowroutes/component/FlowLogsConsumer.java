package io.vnetflowroutes.component;

import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.PollLog;
import io.vnetflowroutes.telemetry.ReadLog;
import io.vnetflowroutes.telemetry.SourceLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls an account with threads of its own, and gives what they read to the route. It has the loop
 * of the core and the state of the program, so it keeps the promises of both.
 *
 * <p>Camel starts and stops it, one thread at a time.
 */
final class FlowLogsConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(FlowLogsConsumer.class);

  private final EndpointSettings settings;
  private final Clock clock = Clock.systemUTC();
  private StateDatabase state;
  private Acknowledgements acknowledged;
  private DueBlobs dueBlobs;
  private ReadLoop loop;
  private ExecutorService threads;
  private CountDownLatch stopped;

  FlowLogsConsumer(FlowLogsEndpoint endpoint, Processor processor, EndpointSettings settings) {
    super(endpoint, processor);
    this.settings = settings;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    state = StateDatabase.open(PrivateFiles.folder(settings.get(ProgramKeys.STATE)));
    acknowledged = new Acknowledgements(state, clock);
    Cursor cursor = new Cursor(state);
    WarningThrottle throttle = new WarningThrottle(clock);
    ReadLog log = new ReadLog(new Counters(), throttle);
    dueBlobs =
        new DueBlobs(
            ReadSettings.sources(settings.settings(), Optional::empty, new SourceLog()),
            settings.get(ProgramKeys.DISCOVERY_INTERVAL),
            ReadSettings.schedule(settings.settings()),
            cursor,
            Share.ALL,
            clock,
            new PollLog(throttle, clock));
    BlobReader reader =
        new BlobReader(
            cursor,
            log,
            blob -> EarlierReading.NONE,
            ReadSettings.limits(settings.settings()),
            ReadSettings.json(settings.settings()));
    ExchangeDelivery delivery =
        new ExchangeDelivery(
            this,
            FlowLines.in(settings.format()),
            acknowledged,
            new DeadLetterFolder(Path.of(settings.get(ProgramKeys.DEAD_LETTER))));
    loop = new ReadLoop(dueBlobs, reader, cursor, log, delivery);
    stopped = new CountDownLatch(1);
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(
                this, getEndpoint().getEndpointKey(), settings.get(ProgramKeys.READERS) + 1);
    threads.execute(this::poll);
  }

  /** Polls until the consumer is stopped. */
  private void poll() {
    Duration interval = settings.get(ProgramKeys.POLL_INTERVAL);
    try {
      do {
        long began = System.nanoTime();
        try {
          onePoll();
        } catch (RuntimeException | Error e) {
          LOG.error("A poll failed and is tried again at the next: {}", e.toString(), e);
        }
        long left = interval.toNanos() - (System.nanoTime() - began);
        if (stopped.await(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
          return;
        }
      } while (!dueBlobs.stopping());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onePoll() throws InterruptedException {
    Poll poll = dueBlobs.begin();
    List<Future<?>> reading = new ArrayList<>();
    for (int reader = 0; reader < settings.get(ProgramKeys.READERS); reader++) {
      reading.add(threads.submit(() -> read(poll)));
    }
    for (Future<?> reader : reading) {
      try {
        reader.get();
      } catch (ExecutionException e) {
        poll.failed();
        LOG.error("Reading failed and is tried again at the next poll", e.getCause());
      }
    }
    poll.finish();
    acknowledged.forgetOld(clock.instant());
  }

  private void read(Poll poll) {
    loop.readOn(poll, e -> LOG.error("Reading failed and is tried again: {}", e.toString(), e));
  }

  /** Lets the route finish the batches in hand, as long as Camel allows. */
  @Override
  protected void doStop() throws Exception {
    if (threads != null) {
      dueBlobs.stop();
      stopped.countDown();
      getEndpoint()
          .getCamelContext()
          .getExecutorServiceManager()
          .shutdownGraceful(
              threads,
              TimeUnit.SECONDS.toMillis(
                  getEndpoint().getCamelContext().getShutdownStrategy().getTimeout()));
      threads = null;
    }
    if (state != null) {
      state.close();
      state = null;
    }
    super.doStop();
  }
}
