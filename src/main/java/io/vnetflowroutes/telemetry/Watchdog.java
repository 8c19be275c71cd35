package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.settings.ProgramKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the program makes no progress: the check of "live". Something that is down, slow or
 * full still makes progress, because it fails and is retried; only something that hangs does not,
 * and only a restart helps.
 *
 * <p>It checks its parts on a thread of its own; any thread may ask for the check.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final int LOOKS_WITHIN = 10;

  private final List<Part> parts;
  private final Duration often;
  private final LongSupplier nanos;
  private final Thread looking = new Thread(this::lookAgainAndAgain, "watchdog");
  private final Map<Part, Object> last = new HashMap<>();
  private final Map<Part, Long> since = new HashMap<>();
  private final Set<Part> said = new HashSet<>();

  /**
   * A part of the program that makes progress independently of the others.
   *
   * @param standing the beginning of the sentence for the case that it makes none
   * @param figures a value that changes with its progress; compared with {@code equals}, and read
   *     without a lock that a hanging thread may hold
   * @param most how long they may stay the same; zero for no limit
   */
  public record Part(String standing, Supplier<Object> figures, Duration most) {}

  /**
   * @param parts the parts that must make progress
   * @param nanos a clock that stands still while the machine sleeps
   */
  public Watchdog(List<Part> parts, LongSupplier nanos) {
    this.parts = parts.stream().filter(part -> !part.most().isZero()).toList();
    this.often = this.parts.stream().map(Part::most).min(Duration::compareTo).orElse(Duration.ZERO);
    this.nanos = nanos;
    long now = nanos.getAsLong();
    this.parts.forEach(part -> since.put(part, now));
  }

  /** Starts to check at intervals. */
  public void start() {
    if (!parts.isEmpty()) {
      looking.setDaemon(true);
      looking.start();
    }
  }

  private void lookAgainAndAgain() {
    try {
      while (true) {
        Thread.sleep(Math.max(often.toMillis() / LOOKS_WITHIN, 1));
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Checks whether each part made progress since the last check; one sentence for all that did not.
   */
  synchronized Optional<String> look() {
    List<String> sentences = new ArrayList<>();
    for (Part part : parts) {
      look(part).ifPresent(sentences::add);
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(". ", sentences));
  }

  private Optional<String> look(Part part) {
    Object now = part.figures().get();
    if (!now.equals(last.put(part, now))) {
      since.put(part, nanos.getAsLong());
      if (said.remove(part)) {
        LOG.info("It goes on");
      }
      return Optional.empty();
    }
    Duration still = still(part);
    if (still.compareTo(part.most()) <= 0) {
      return Optional.empty();
    }
    String sentence =
        ("%s for longer than %s (%s): something hangs; start the"
                + " program again, it goes on where it was")
            .formatted(part.standing(), HumanUnits.span(part.most()), ProgramKeys.LIVE_STALL);
    if (said.add(part)) {
      LOG.error(sentence);
    }
    return Optional.of(sentence);
  }

  private Duration still(Part part) {
    return Duration.ofNanos(nanos.getAsLong() - since.get(part));
  }

  /** The check, made on request. */
  public Readiness.Check check() {
    Optional<String> problem = look();
    long seconds;
    synchronized (this) {
      seconds = parts.stream().mapToLong(part -> still(part).toSeconds()).max().orElse(0);
    }
    return new Readiness.Check("progress", problem, Map.of("seconds", seconds));
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
