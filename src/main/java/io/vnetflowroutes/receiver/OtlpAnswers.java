package io.vnetflowroutes.receiver;

import java.util.Map;
import java.util.Optional;

/**
 * Reads answers of the OpenTelemetry protocol. A receiver that accepted a part says how many
 * records it refused, but not which, and must not get the same message again: the whole message
 * goes to the dead letter, and the attribute {@code flow.id} of its records shows which ones
 * arrived.
 */
final class OtlpAnswers implements Answers {
  @Override
  public Optional<AnswerVerdict> read(Answer answer, int entries) {
    if (!answer.ok()) {
      return Optional.empty();
    }
    int rejected =
        AnswerJson.object(answer.body()).get("partialSuccess") instanceof Map<?, ?> partial
            ? rejected(partial.get("rejectedLogRecords"), entries)
            : 0;
    return Optional.of(
        rejected == 0
            ? AnswerVerdict.delivered()
            : AnswerVerdict.of(
                Fate.REFUSED,
                "it refuses %d of %d log records and does not say which"
                    .formatted(rejected, entries)));
  }

  /** The number of refused records; all of them if the answer's number makes no sense. */
  private static int rejected(Object number, int entries) {
    return number == null ? 0 : Math.min(entries, AnswerJson.number(number, entries));
  }
}
