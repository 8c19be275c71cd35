package io.vnetflowroutes.outcome;

import java.io.IOException;

/**
 * A receiver did not confirm a message; the exception's message gives the reason, as a sentence.
 */
public final class UnconfirmedException extends IOException {

  private static final long serialVersionUID = 1L;

  public UnconfirmedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
