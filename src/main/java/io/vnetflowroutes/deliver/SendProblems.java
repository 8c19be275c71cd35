package io.vnetflowroutes.deliver;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.FileNames;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.queue.Spool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs in one line why a destination does not accept messages: when it begins, and once an hour
 * while it lasts. If it comes and goes, the log has the same reason once an hour, or three times if
 * the destination came back in between. Any thread may call it.
 */
public final class SendProblems {

  private static final Logger LOG = LoggerFactory.getLogger(SendProblems.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  /** How many refused messages, and reasons to fail, the log names within an hour. */
  private static final int MOST_NAMED = 10;

  /** How many outages for the same reason the log names within an hour. */
  private static final int MOST_OUTAGES = 3;

  private final Clock clock;
  private final Map<String, Failing> failing = new ConcurrentHashMap<>();
  private final Map<String, Said> said = new ConcurrentHashMap<>();

  /**
   * Destinations that accepted one message since they failed; a second one proves that they work.
   */
  private final Set<String> recovering = ConcurrentHashMap.newKeySet();

  private final Map<String, Refusals> refused = new ConcurrentHashMap<>();
  private final Set<String> toldOfSize = ConcurrentHashMap.newKeySet();
  private final Set<String> remarked = ConcurrentHashMap.newKeySet();

  /**
   * A destination that fails.
   *
   * @param told whether the log has it
   */
  private record Failing(Instant since, Kind kind, String reason, boolean told) {}

  /**
   * What the log already has about a failing destination.
   *
   * @param since the time of the first line, from which the hour counts
   * @param reasons how often the log has each reason
   * @param back whether the destination came back since the last line
   * @param unsaid how often it has failed since then without a line
   */
  private record Said(Instant since, Map<String, Integer> reasons, boolean back, int unsaid) {

    static Said first(Instant now, String reason) {
      return new Said(now, Map.of(reason, 1), false, 0);
    }

    boolean holds(Instant now) {
      return now.isBefore(since.plus(BETWEEN));
    }

    /** Whether a reason needs no line: the log has it, or has enough lines. */
    boolean covers(String reason, Instant now) {
      int times = reasons.getOrDefault(reason, 0);
      boolean enough = times >= (back ? MOST_OUTAGES : 1);
      return holds(now) && (enough || reasons.size() >= MOST_NAMED);
    }

    Said with(String reason, Instant now) {
      if (!holds(now)) {
        return first(now, reason);
      }
      Map<String, Integer> more = new HashMap<>(reasons);
      more.merge(reason, 1, Integer::sum);
      return new Said(since, more, false, unsaid);
    }

    Said isBack() {
      return new Said(since, reasons, true, unsaid);
    }

    Said unsaidAgain() {
      return new Said(since, reasons, back, unsaid + 1);
    }
  }

  private record Refusals(Instant since, int count) {}

  public SendProblems(Clock clock) {
    this.clock = clock;
  }

  /** Notes an outcome, and logs it if necessary. */
  void note(String destination, SendOutcome outcome, Spool spool) {
    if (outcome.error() != null) {
      LOG.debug("An attempt to send failed", outcome.error());
    }
    if (outcome.kind() == Kind.REFUSED && outcome.rest().unwritten() != null) {
      refuses(destination, outcome);
      return;
    }
    if (!outcome.works()) {
      fails(destination, outcome, spool);
      return;
    }
    works(destination, spool);
    if (outcome.kind() == Kind.DELIVERED && outcome.reason() != null && remarked.add(destination)) {
      about(LOG.atWarn(), destination)
          .log("The destination takes messages with a reservation: {}", outcome.reason());
    } else if (outcome.kind() == Kind.TOO_LARGE
        && !outcome.message().streamed()
        && toldOfSize.add(destination)) {
      about(LOG.atWarn(), destination)
          .log(
              "The destination does not take some messages whole, which are halved until it does:"
                  + " {}",
              outcome.reason());
    } else if (outcome.kind() == Kind.REFUSED) {
      refuses(destination, outcome);
    }
  }

  /** Names the first of many messages within an hour. */
  private void refuses(String destination, SendOutcome outcome) {
    Instant now = clock.instant();
    Refusals refusals =
        refused.merge(
            destination,
            new Refusals(now, 1),
            (before, one) ->
                now.isBefore(before.since().plus(BETWEEN))
                    ? new Refusals(before.since(), before.count() + 1)
                    : one);
    if (refusals.count() <= MOST_NAMED) {
      Delivery message = outcome.rest();
      boolean gathered = message.gathered() != null;
      LoggingEventBuilder line = about(LOG.atWarn(), destination);
      // A gathered message becomes one dead letter per message in it, under their names.
      line =
          gathered
              ? line.addKeyValue("flows", message.flows())
              : line.addKeyValue(
                  "dead_letter", FileNames.beside(message.fileName(), message.key(), destination));
      if (message.unwritten() == null) {
        line.log(
            "The destination refuses {} for good, which goes to the dead letter: {}",
            gathered ? "what was gathered" : "a message",
            outcome.reason());
      } else {
        line.log(
            "Flows cannot be written for the destination, and go to the dead letter: {}",
            outcome.reason());
      }
    } else if (refusals.count() == MOST_NAMED + 1) {
      about(LOG.atWarn(), destination)
          .log(
              "{}, which go to the dead letter and are not named for an hour: {}",
              outcome.rest().unwritten() == null
                  ? "The destination refuses more messages"
                  : "More flows cannot be written for the destination",
              outcome.reason());
    }
  }

  /** Two messages in a row, or the last one in the spool, prove that it works again. */
  private synchronized void works(String destination, Spool spool) {
    Failing before = failing.remove(destination);
    if (before == null ? recovering.remove(destination) : before.told() && spool.size() == 1) {
      back(destination, spool);
    } else if (before != null && before.told()) {
      recovering.add(destination);
    }
  }

  private void back(String destination, Spool spool) {
    said.computeIfPresent(destination, (name, before) -> before.isBack());
    LoggingEventBuilder line = about(LOG.atInfo(), destination);
    if (spool.size() > 1) {
      line.addKeyValue("messages", spool.size())
          .log("The destination is back; what waits for it is sent now");
    } else {
      line.log("The destination is back");
    }
  }

  private synchronized void fails(String destination, SendOutcome outcome, Spool spool) {
    Instant now = clock.instant();
    String reason = String.valueOf(outcome.reason());
    Failing before = failing.get(destination);
    Said earlier = said.get(destination);
    recovering.remove(destination);
    boolean anew =
        before == null || (before.kind() != outcome.kind() && outcome.kind() == Kind.SETUP);
    boolean say = earlier == null || !(anew ? earlier.covers(reason, now) : earlier.holds(now));
    boolean told = say || (before != null && before.told());
    Instant since = before == null ? now : before.since();
    failing.put(destination, new Failing(since, outcome.kind(), reason, told));
    if (!say) {
      if (before == null) {
        said.put(destination, earlier.unsaidAgain());
      }
      return;
    }
    said.put(destination, earlier == null ? Said.first(now, reason) : earlier.with(reason, now));
    LoggingEventBuilder line = about(LOG.atWarn(), destination);
    if (before != null) {
      line.addKeyValue("messages", spool.size())
          .log(
              "The destination has taken no message since {}: {}",
              since.truncatedTo(ChronoUnit.SECONDS),
              reason);
    } else if (earlier != null && earlier.unsaid() > 0 && !earlier.holds(now)) {
      line.addKeyValue("messages", spool.size())
          .addKeyValue("times", earlier.unsaid() + 1)
          .log(
              "The destination comes and goes; since {} it has failed again so many times: {}",
              earlier.since().truncatedTo(ChronoUnit.SECONDS),
              reason);
    } else {
      line.log("The destination does not take a message{}: {}", spool.whereItWaits(), reason);
    }
  }

  /** Why a destination accepts no message, according to the last attempt; empty if it does. */
  public Optional<String> why(String destination) {
    return Optional.ofNullable(failing.get(destination)).map(Failing::reason);
  }

  private static LoggingEventBuilder about(LoggingEventBuilder line, String destination) {
    return line.addKeyValue("destination", destination);
  }
}
