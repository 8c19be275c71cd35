package io.vnetflowroutes.poll;

import io.vnetflowroutes.errors.UserError;

/** The stored progress cannot be read or written; the message is a sentence for a person. */
public class ProgressException extends UserError {

  private static final long serialVersionUID = 1L;

  public ProgressException(String message, Throwable cause) {
    super(message, cause);
  }

  public ProgressException(String message) {
    super(message);
  }
}
