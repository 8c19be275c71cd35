package io.vnetflowroutes.receive;

/** A batch was not delivered and is to be tried again; the message says why, as a sentence. */
public final class NotDeliveredException extends Exception {

  private static final long serialVersionUID = 1L;

  public NotDeliveredException(String message, Throwable cause) {
    super(message, cause);
  }
}
