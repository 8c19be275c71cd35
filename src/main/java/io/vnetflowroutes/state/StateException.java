package io.vnetflowroutes.state;

import io.vnetflowroutes.poll.ProgressException;

/** The state on disk cannot be used; the message says why and what to do. */
public final class StateException extends ProgressException {

  private static final long serialVersionUID = 1L;

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }

  public StateException(String message) {
    super(message);
  }
}
