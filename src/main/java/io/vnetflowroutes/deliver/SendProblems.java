package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.SendOutcome.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs in one line why a destination does not accept messages: when that begins, and every hour
 * while it lasts. May be asked by any thread.
 */
public final class SendProblems {

  private static final Logger LOG = LoggerFactory.getLogger(SendProblems.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  /** So many messages that are refused are named within an hour. */
  private static final int MOST_NAMED = 10;

  private final Clock clock;
  private final Map<String, Failing> failing = new ConcurrentHashMap<>();
  private final Map<String, Refusals> refused = new ConcurrentHashMap<>();
  private final Set<String> toldOfSize = ConcurrentHashMap.newKeySet();
  private final Set<String> remarked = ConcurrentHashMap.newKeySet();

  private record Failing(Instant since, Instant said, Kind kind, String reason) {}

  private record Refusals(Instant since, int count) {}

  public SendProblems(Clock clock) {
    this.clock = clock;
  }

  /** Takes an outcome in, and says what there is to say about it. */
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
    if (failing.remove(destination) != null && spool.size() > 1) {
      about(LOG.atInfo(), destination)
          .addKeyValue("messages", spool.size())
          .log("The destination is back; what waits for it is sent now");
    }
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
      // What was gathered becomes a letter for each message in it, under the names of those.
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

  private void fails(String destination, SendOutcome outcome, Spool spool) {
    Instant now = clock.instant();
    Failing before = failing.get(destination);
    boolean worse =
        before != null && before.kind() != outcome.kind() && outcome.kind() == Kind.SETUP;
    if (before != null && !worse && now.isBefore(before.said().plus(BETWEEN))) {
      failing.replace(
          destination,
          before,
          new Failing(before.since(), before.said(), before.kind(), outcome.reason()));
      return;
    }
    Instant since = before == null ? now : before.since();
    Failing next = new Failing(since, now, outcome.kind(), outcome.reason());
    if (before == null
        ? failing.putIfAbsent(destination, next) != null
        : !failing.replace(destination, before, next)) {
      return;
    }
    LoggingEventBuilder line = about(LOG.atWarn(), destination);
    if (before == null) {
      line.log(
          "The destination does not take a message{}: {}", spool.whereItWaits(), outcome.reason());
    } else {
      line.addKeyValue("messages", spool.size())
          .log(
              "The destination has taken no message since {}: {}",
              since.truncatedTo(ChronoUnit.SECONDS),
              outcome.reason());
    }
  }

  /** Why a destination takes no message, as of the last attempt; empty where it takes them. */
  public Optional<String> why(String destination) {
    return Optional.ofNullable(failing.get(destination)).map(Failing::reason);
  }

  private static LoggingEventBuilder about(LoggingEventBuilder line, String destination) {
    return line.addKeyValue("destination", destination);
  }
}
