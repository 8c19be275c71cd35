package io.vnetflowroutes.observe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when nothing goes on any more: the check behind "live". What is down, slow or full goes on,
 * as it fails and is tried again; only what hangs does not, and starting again is all that helps.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final int LOOKS_WITHIN = 10;

  private final Supplier<Object> figures;
  private final Duration most;
  private final LongSupplier nanos;
  private final Thread looking = new Thread(this::lookAgainAndAgain, "watchdog");
  private Object last;
  private long since;
  private boolean said;

  /**
   * @param figures what changes whenever anything was done; compared with {@code equals}
   * @param most how long they may stay the same; zero for ever
   * @param nanos a clock that stands still while the machine sleeps
   */
  public Watchdog(Supplier<Object> figures, Duration most, LongSupplier nanos) {
    this.figures = figures;
    this.most = most;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** Looks again and again from now on. */
  public void start() {
    if (!most.isZero()) {
      looking.setDaemon(true);
      looking.start();
    }
  }

  private void lookAgainAndAgain() {
    try {
      while (true) {
        Thread.sleep(Math.max(most.toMillis() / LOOKS_WITHIN, 1));
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks whether anything was done since the last look; one sentence where it was not. */
  synchronized Optional<String> look() {
    Object now = figures.get();
    if (!now.equals(last)) {
      last = now;
      since = nanos.getAsLong();
      if (said) {
        said = false;
        LOG.info("It goes on");
      }
      return Optional.empty();
    }
    Duration still = Duration.ofNanos(nanos.getAsLong() - since);
    if (most.isZero() || still.compareTo(most) <= 0) {
      return Optional.empty();
    }
    String sentence =
        ("Nothing was listed, read or delivered, nor has anything failed, for %d s"
                + " (flowlogs.live-stall and the poll interval are %d s): something hangs; start the"
                + " program again, it goes on where it was")
            .formatted(still.toSeconds(), most.toSeconds());
    if (!said) {
      said = true;
      LOG.error(sentence);
    }
    return Optional.of(sentence);
  }

  /** The check, made anew when it is asked for. */
  public Readiness.Check check() {
    Optional<String> problem = look();
    long seconds;
    synchronized (this) {
      seconds = Duration.ofNanos(nanos.getAsLong() - since).toSeconds();
    }
    return new Readiness.Check("progress", problem, Map.of("seconds", seconds));
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
