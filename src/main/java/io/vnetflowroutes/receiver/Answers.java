package io.vnetflowroutes.receiver;

import java.util.Optional;

/** How the answers of one type of receiver are read. */
public interface Answers {

  /** An answer means what its status means at any server. */
  Answers BY_STATUS = (answer, entries) -> Optional.empty();

  /**
   * What an answer means.
   *
   * @param entries how many entries were sent
   * @return empty where its status alone decides
   */
  Optional<Reading> read(Answer answer, int entries);
}
