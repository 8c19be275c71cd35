package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.PollResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The history of polls since the start.
 *
 * <p>Any thread may call it.
 */
public final class PollHistory {

  private long ended;
  private long failed;
  private Duration took = Duration.ZERO;
  private Duration lastTook = Duration.ZERO;
  private PollResult last;
  private Instant lastWhole;

  /** Notes the end of a poll. */
  public synchronized void ended(PollResult result, Instant began, Instant now) {
    ended++;
    last = result;
    lastTook = Duration.between(began, now);
    took = took.plus(lastTook);
    if (result.failures() > 0) {
      failed++;
    } else {
      lastWhole = now;
    }
  }

  /** How many polls have ended. */
  public synchronized long count() {
    return ended;
  }

  /** The number of polls in which something could not be listed, read or delivered. */
  synchronized long failures() {
    return failed;
  }

  /** How long all polls took together. */
  synchronized Duration took() {
    return took;
  }

  /** How long the last poll took; zero before the end of the first. */
  public synchronized Duration lastTook() {
    return lastTook;
  }

  /** The result of the last poll; empty before the end of the first. */
  public synchronized Optional<PollResult> last() {
    return Optional.ofNullable(last);
  }

  /** The end of the last poll without a failure; empty if there was none. */
  synchronized Optional<Instant> lastWhole() {
    return Optional.ofNullable(lastWhole);
  }
}
