package io.vnetflowroutes.deliver;

/** A message was not taken, and cannot wait; the message of this says why, as a sentence. */
public final class NotTakenException extends Exception {

  private static final long serialVersionUID = 1L;

  NotTakenException(SendOutcome outcome) {
    super(outcome.reason(), outcome.error());
  }
}
