package io.vnetflowroutes.receiver;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads answers of the OpenTelemetry protocol. One that took a part says how many records it
 * refused, but not which, and must not be sent the same again: the message goes to the dead letter
 * whole, and the attribute {@code flow.id} of its records shows which ones arrived.
 */
final class OtlpAnswers implements Answers {

  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  @Override
  public Optional<Reading> read(Answer answer, int entries) {
    if (answer.ok()) {
      int rejected =
          AnswerJson.object(answer.body()).get("partialSuccess") instanceof Map<?, ?> partial
              ? AnswerJson.number(partial.get("rejectedLogRecords"), 0)
              : 0;
      return rejected == 0
          ? Optional.of(Reading.delivered())
          : Optional.of(
              Reading.of(
                  Fate.REFUSED,
                  "it refuses %d of %d log records and does not say which"
                      .formatted(rejected, entries)));
    }
    boolean lasting = answer.status() / 100 == 5 && !PASSING.contains(answer.status());
    return lasting
        ? Optional.of(Reading.of(Fate.REFUSED, "it answered " + answer.status()))
        : Optional.empty();
  }
}
