package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.ReadLog;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.storage.blob.BlobOperationsDefinition;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Binds the beans of the routes that poll and read. */
public final class PollBeans {

  private static final boolean FIRST_COME_FIRST_SERVED = true;

  private PollBeans() {}

  /**
   * Binds them under their route names.
   *
   * @param finished is called when a poll has ended
   * @param earlier how another process read a blob, so that the batches are the same
   */
  public static PollSteps bind(
      Main camel,
      Settings settings,
      List<Source> sources,
      DueBlobs dueBlobs,
      Consumer<PollResult> finished,
      WarningThrottle throttle,
      Cursor cursor,
      Counters counters,
      Function<ListedBlob, EarlierReading> earlier) {
    sources.forEach(source -> BlobInHand.bind(camel, source));
    PollSteps polls = new PollSteps(dueBlobs, finished);
    camel.bind(RouteNames.DUE_BLOBS, polls);
    int readers = settings.get(ProgramKeys.READERS);
    camel.bind(RouteNames.READERS, readers(readers));
    ThreadPoolExecutor deliverers = deliverers(readers);
    camel.bind(RouteNames.DELIVERERS, deliverers);
    camel.addMainListener(new EndWithCamel(deliverers));
    if (sources.stream().anyMatch(source -> source.container().remote())) {
      camel.addMainListener(new EnumConverter<>(BlobOperationsDefinition.class));
    }
    ReadLog log = new ReadLog(counters, throttle);
    BlobReader reader =
        new BlobReader(
            cursor, log, earlier, ReadSettings.limits(settings), ReadSettings.json(settings));
    camel.bind(RouteNames.READER, new ReadSteps(reader, dueBlobs));
    camel.bind(RouteNames.PROBLEMS, new RouteFailures(polls, log));
    return polls;
  }

  /**
   * Threads that request blobs. At most one blob waits for them, and Camel's task that asks for the
   * next one: each reader takes the first of these, so no reader waits for another.
   */
  private static ThreadPoolProfile readers(int threads) {
    ThreadPoolProfile profile = new ThreadPoolProfile("readers");
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(2);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    return profile;
  }

  /**
   * Threads that parse and deliver the blobs that readers requested, so that readers can request
   * the next ones. Each has one batch in hand, so there are at most as many batches as readers.
   */
  private static ThreadPoolExecutor deliverers(int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(FIRST_COME_FIRST_SERVED),
        new CamelThreadFactory("deliverer #counter#", "deliverer", true),
        PollBeans::waitForOne);
  }

  /** Lets a reader wait until a deliverer is free. */
  private static void waitForOne(Runnable delivery, ThreadPoolExecutor deliverers) {
    if (deliverers.isShutdown()) {
      throw new RejectedExecutionException("stopped");
    }
    try {
      deliverers.getQueue().put(delivery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("interrupted", e);
    }
  }

  /** Ends threads when Camel has stopped, as Camel does with threads that it made itself. */
  private static final class EndWithCamel extends MainListenerSupport {

    private final ExecutorService threads;

    EndWithCamel(ExecutorService threads) {
      this.threads = threads;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
      main.getCamelContext()
          .addLifecycleStrategy(
              new LifecycleStrategySupport() {
                @Override
                public void onContextStopped(CamelContext camel) {
                  threads.shutdownNow();
                }
              });
    }
  }
}
