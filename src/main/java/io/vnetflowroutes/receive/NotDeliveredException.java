package io.vnetflowroutes.receive;

/**
 * A batch was not delivered, and will be tried again; the message gives the reason, as a sentence.
 */
public final class NotDeliveredException extends Exception {

  private static final long serialVersionUID = 1L;

  public NotDeliveredException(String message, Throwable cause) {
    super(message, cause);
  }
}
