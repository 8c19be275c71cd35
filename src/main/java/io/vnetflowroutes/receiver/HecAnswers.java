package io.vnetflowroutes.receiver;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads answers of Splunk's HTTP Event Collector. A request that holds an event it refuses names
 * that by its number; the events before it are taken, and those behind it are not.
 */
final class HecAnswers implements Answers {

  /** Invalid data format, and three ways in which an event may be wrong. */
  private static final Set<Integer> OF_AN_EVENT = Set.of(6, 12, 13, 15);

  private static final int NO_DATA = 5;
  private static final int WRONG_INDEX = 7;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** The last buffer of a channel is indexed after two minutes; Splunk advises to wait five. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final String channel;

  /**
   * @param channel asks for acknowledgements of this channel; {@code null} for none
   */
  HecAnswers(String channel) {
    this.channel = channel;
  }

  @Override
  public Optional<Reading> read(Answer answer, int entries) {
    Map<?, ?> body = AnswerJson.object(answer.body());
    int code = AnswerJson.number(body.get("code"), -1);
    if (answer.ok()) {
      return Optional.of(accepted(answer, body, code));
    }
    if (answer.status() != 400 || code < 0) {
      return Optional.empty();
    }
    String reason = "it answered 400 with code " + code;
    if (OF_AN_EVENT.contains(code)) {
      int first = AnswerJson.number(body.get("invalid-event-number"), 0);
      return Optional.of(
          Reading.from(
              Math.min(first, Math.max(0, entries - 1)),
              entries,
              Fate.DIVIDE,
              reason + ", so it refuses an event"));
    }
    if (code == NO_DATA) {
      return Optional.of(Reading.of(Fate.REFUSED, reason));
    }
    return Optional.of(
        Reading.of(
            Fate.SETUP,
            reason + (code == WRONG_INDEX ? ", so its token may not use the index" : "")));
  }

  private Reading accepted(Answer answer, Map<?, ?> body, int code) {
    if (code != 0) {
      return Reading.of(
          Fate.SETUP,
          "it answered %d, but not as Splunk does; check url".formatted(answer.status()));
    }
    if (channel == null) {
      return Reading.delivered();
    }
    int ack = AnswerJson.number(body.get("ackId"), -1);
    return ack < 0
        ? Reading.of(Fate.SETUP, "its token does not acknowledge; let it, or set ack = false")
        : asking(ack);
  }

  private Reading asking(int ack) {
    return Reading.asking(
        new Question(
            "/services/collector/ack?channel=" + channel,
            "{\"acks\":[%d]}".formatted(ack),
            BETWEEN,
            LONGEST,
            answer -> acknowledged(answer, ack)));
  }

  /** An acknowledgement is told once, and then forgotten. */
  private Reading acknowledged(Answer answer, int ack) {
    boolean taken =
        AnswerJson.object(answer.body()).get("acks") instanceof Map<?, ?> acks
            && "true".equals(acks.get(Integer.toString(ack)));
    return taken ? Reading.delivered() : asking(ack);
  }
}
