package io.vnetflowroutes.receiver;

import java.util.Optional;

/** How the answers of one type of receiver are read. */
public interface Answers {

  /** The type has no answers of its own. */
  Answers BY_STATUS = (answer, entries) -> Optional.empty();

  /**
   * What an answer means.
   *
   * @param entries how many entries were sent
   * @return empty if {@link Refusals} decide
   */
  Optional<AnswerVerdict> read(Answer answer, int entries);
}
