package io.vnetflowroutes.receiver;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads answers of Splunk's HTTP Event Collector. If it refuses an event of a request, the answer
 * has the event's number; it has accepted the events before it, and none after it.
 */
final class HecAnswers implements Answers {

  /** The codes for an invalid data format, and for three faults of an event. */
  private static final Set<Integer> OF_AN_EVENT = Set.of(6, 12, 13, 15);

  private static final String SPLUNK = "Splunk";
  private static final String NUMBER = "invalid-event-number";
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  /** The remark about events that were accepted, but never acknowledged. */
  private static final String WITHOUT =
      "it accepts events, but does not acknowledge that they are indexed, so they count as delivered"
          + " without; let its token acknowledge, or set ack = false";

  private static final int WRONG_INDEX = 7;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** The last buffer of a channel is indexed after two minutes; Splunk advises to wait five. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final String channel;

  /**
   * @param channel the channel whose acknowledgements it requests; {@code null} for none
   */
  HecAnswers(String channel) {
    this.channel = channel;
  }

  @Override
  public Optional<AnswerVerdict> read(Answer answer, int entries) {
    Map<?, ?> body = AnswerJson.object(answer.body());
    int code = AnswerJson.number(body.get("code"), -1);
    if (answer.ok()) {
      return Optional.of(accepted(answer, body, code));
    }
    if (!answer.refuses()) {
      return Optional.empty();
    }
    if (code < 0) {
      return Optional.of(Refusals.foreign(answer, SPLUNK));
    }
    String reason = "it answered %d with code %d".formatted(answer.status(), code);
    if (OF_AN_EVENT.contains(code)) {
      return Optional.of(invalid(AnswerJson.number(body.get(NUMBER), 0), entries, reason));
    }
    return Optional.of(
        AnswerVerdict.of(
            Fate.SETUP,
            reason + (code == WRONG_INDEX ? ", so its token may not use the index" : "")));
  }

  /**
   * The verdict for a refused event; if its number is not in the request, nothing is known about
   * the events in it.
   */
  private static AnswerVerdict invalid(int number, int entries, String reason) {
    return entries > 0 && number >= entries
        ? AnswerVerdict.of(
            Fate.LATER, "%s about event %d of %d".formatted(reason, number + 1, entries))
        : AnswerVerdict.from(number, entries, Fate.DIVIDE, reason + ", so it refuses an event");
  }

  private AnswerVerdict accepted(Answer answer, Map<?, ?> body, int code) {
    if (code != 0) {
      return Refusals.foreign(answer, SPLUNK);
    }
    if (channel == null) {
      return AnswerVerdict.delivered();
    }
    int ack = AnswerJson.number(body.get("ackId"), -1);
    return ack < 0 ? AnswerVerdict.delivered(WITHOUT) : asking(ack);
  }

  private AnswerVerdict asking(int ack) {
    return AnswerVerdict.asking(
        new Question(
            "/services/collector/ack?channel=" + channel,
            "{\"acks\":[%d]}".formatted(ack),
            BETWEEN,
            LONGEST,
            answer -> acknowledged(answer, ack)));
  }

  /**
   * Splunk reports an acknowledgement once, and then forgets it. It has the events already, so if
   * it never reports one, sending them again would only store them twice.
   */
  private AnswerVerdict acknowledged(Answer answer, int ack) {
    boolean taken =
        AnswerJson.object(answer.body()).get("acks") instanceof Map<?, ?> acks
            && "true".equals(acks.get(Integer.toString(ack)));
    if (taken) {
      return AnswerVerdict.delivered();
    }
    boolean never = answer.status() / 100 == 4 && !PASSING.contains(answer.status());
    return never ? AnswerVerdict.delivered(WITHOUT) : asking(ack);
  }
}
