package io.vnetflowroutes.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits warnings about lasting problems to one at the beginning and then one per hour, not one per
 * poll. Any thread may call any method.
 */
public final class WarningThrottle {

  private static final Duration BETWEEN = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, Warning> said = new ConcurrentHashMap<>();

  private final Map<String, Count> kinds = new ConcurrentHashMap<>();

  private record Warning(String sentence, Instant at) {}

  private record Count(int count, Instant since) {}

  public WarningThrottle(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether a sentence about a subject is due: it is new, or was logged an hour ago; notes that it
   * is logged now.
   */
  public boolean due(String subject, String sentence) {
    Instant now = clock.instant();
    Warning before = said.get(subject);
    if (before != null
        && before.sentence().equals(sentence)
        && now.isBefore(before.at().plus(BETWEEN))) {
      return false;
    }
    said.put(subject, new Warning(sentence, now));
    return true;
  }

  /** Notes that a subject has no problem any more; returns whether it had one. */
  public boolean over(String subject) {
    return said.remove(subject) != null;
  }

  /** The number of warnings of a kind within an hour, including this one. */
  public int count(String kind) {
    Instant now = clock.instant();
    kinds.values().removeIf(count -> !now.isBefore(count.since().plus(BETWEEN)));
    return kinds
        .merge(
            kind, new Count(1, now), (before, one) -> new Count(before.count() + 1, before.since()))
        .count();
  }
}
