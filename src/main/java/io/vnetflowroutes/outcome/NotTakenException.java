package io.vnetflowroutes.outcome;

/**
 * A message was not accepted, and cannot wait; the exception's message gives the reason, as a
 * sentence.
 */
public final class NotTakenException extends Exception {

  private static final long serialVersionUID = 1L;

  public NotTakenException(SendOutcome outcome) {
    super(outcome.reason(), outcome.error());
  }
}
