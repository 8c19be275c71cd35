package io.vnetflowroutes.receiver;

import java.util.Optional;
import java.util.Set;

/**
 * Reads answers of services that refuse a whole request because of one entry, and do not say which.
 *
 * @param statuses the statuses that mean so
 */
record Dividing(Set<Integer> statuses) implements Answers {

  static Dividing at(Integer... statuses) {
    return new Dividing(Set.of(statuses));
  }

  @Override
  public Optional<Reading> read(Answer answer, int entries) {
    return statuses.contains(answer.status())
        ? Optional.of(
            Reading.of(
                Fate.DIVIDE, "it answered %d, so it refuses a flow".formatted(answer.status())))
        : Optional.empty();
  }
}
