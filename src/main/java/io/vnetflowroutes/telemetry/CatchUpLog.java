package io.vnetflowroutes.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the progress of a long poll once a minute, so that the log is not silent for long.
 *
 * <p>It runs on a thread of its own.
 */
public final class CatchUpLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CatchUpLog.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
  private static final int LOOKS_WITHIN = 12;

  private final Supplier<Optional<PollAdvance>> poll;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "catch-up");
            thread.setDaemon(true);
            return thread;
          });
  private PollAdvance last;

  /**
   * @param poll the progress of the present poll; empty between polls
   */
  public CatchUpLog(Supplier<Optional<PollAdvance>> poll) {
    this.poll = poll;
  }

  /** Starts to look at intervals. */
  public void start() {
    long millis = BETWEEN_LINES.toMillis() / LOOKS_WITHIN;
    ScheduledFuture<?> unused =
        looking.scheduleWithFixedDelay(this::lookOnce, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void lookOnce() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.debug("How far the poll is cannot be told", e);
    }
  }

  /** Writes a line if the present poll began a minute ago, and the last line is a minute old. */
  void look() {
    PollAdvance now = poll.get().orElse(null);
    if (now == null) {
      return;
    }
    boolean first = last == null || !last.hours().began().equals(now.hours().began());
    Instant since = first ? now.hours().began() : last.hours().at();
    Duration span = Duration.between(since, now.hours().at());
    if (span.compareTo(BETWEEN_LINES) >= 0) {
      line(now, now.flows() - (first ? 0 : last.flows()), span);
      last = now;
    }
  }

  private static void line(PollAdvance now, long flows, Duration span) {
    LOG.atInfo()
        .addKeyValue("hours", now.hours().read())
        .addKeyValue("of_hours", now.hours().hours())
        .addKeyValue("blobs", now.blobs())
        .addKeyValue("bytes", now.bytes())
        .addKeyValue("flows", now.flows())
        .addKeyValue("flows_per_second", flows / Math.max(1, span.toSeconds()))
        .addKeyValue(
            "minutes_left",
            now.hours().left().map(left -> Long.toString(left.toMinutes() + 1)).orElse("unknown"))
        .log("Catching up");
  }

  /** Writes no more lines. */
  @Override
  public void close() {
    looking.shutdownNow();
  }
}
