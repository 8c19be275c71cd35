package io.vnetflowroutes.parse;

import java.io.IOException;

/** A record is JSON, but not of the shape that flow logs have. */
final class UnexpectedShapeException extends IOException {

  private static final long serialVersionUID = 1L;

  UnexpectedShapeException(String message) {
    super(message);
  }
}
