package io.vnetflowroutes.connect;

import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.read.ReadLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Polls again and again with threads of its own, each of which lists, reads, parses and encodes
 * ahead of what Connect asks for. Whatever Azure does ends in another try at the next poll.
 */
final class TaskThreads {

  private static final Logger LOG = LoggerFactory.getLogger(TaskThreads.class);

  /** Connect gives a task five seconds to stop, by default. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final DueBlobs dueBlobs;
  private final ReadLoop loop;
  private final SendQueue queue;
  private final Duration interval;
  private final int readers;
  private final Consumer<PollResult> polled;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread poller;

  /** What the worker's log shows of the task, in its threads; {@code null} for nothing. */
  private Map<String, String> context;

  private final List<Thread> reading = new ArrayList<>();

  /**
   * @param name what the threads are called
   * @param interval between the beginnings of polls
   * @param polled gets how each poll has ended, on the thread that polls
   */
  TaskThreads(
      String name,
      DueBlobs dueBlobs,
      ReadLoop loop,
      SendQueue queue,
      Duration interval,
      int readers,
      Consumer<PollResult> polled) {
    this.dueBlobs = dueBlobs;
    this.loop = loop;
    this.queue = queue;
    this.interval = interval;
    this.readers = readers;
    this.polled = polled;
    this.poller = new Thread(() -> inContext(this::run), name + "-poll");
    poller.setDaemon(true);
  }

  /** Starts them; their lines carry what the caller's do, such as the connector's name. */
  void start() {
    context = MDC.getCopyOfContextMap();
    poller.start();
  }

  private void inContext(Runnable work) {
    if (context != null) {
      MDC.setContextMap(context);
    }
    work.run();
  }

  private void run() {
    try {
      do {
        long began = System.nanoTime();
        poll();
        long left = interval.toNanos() - (System.nanoTime() - began);
        if (stopped.await(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
          return;
        }
      } while (!dueBlobs.stopping());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ProgressException e) {
      queue.fail(e);
    }
  }

  private void poll() throws InterruptedException {
    try {
      Poll poll = dueBlobs.begin();
      synchronized (reading) {
        reading.clear();
        for (int number = 1; number < readers; number++) {
          Thread reader =
              new Thread(() -> inContext(() -> read(poll)), poller.getName() + '-' + number);
          reader.setDaemon(true);
          reading.add(reader);
          reader.start();
        }
      }
      read(poll);
      for (Thread reader : List.copyOf(reading)) {
        reader.join();
      }
      polled.accept(poll.finish());
    } catch (ProgressException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("A poll failed and is tried again at the next: {}", e.toString(), e);
    }
  }

  private void read(Poll poll) {
    loop.readOn(poll, e -> LOG.error("Reading failed and is tried again: {}", e.toString(), e));
  }

  /** Stops within the time that Connect allows; what is in hand counts as not read. */
  void stop() {
    dueBlobs.stop();
    stopped.countDown();
    queue.close();
    synchronized (reading) {
      reading.forEach(Thread::interrupt);
    }
    poller.interrupt();
    try {
      poller.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
