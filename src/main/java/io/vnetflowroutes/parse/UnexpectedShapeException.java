package io.vnetflowroutes.parse;

import java.io.IOException;

/** A record is JSON, but does not have the shape of flow-log records. */
final class UnexpectedShapeException extends IOException {

  private static final long serialVersionUID = 1L;

  UnexpectedShapeException(String message) {
    super(message);
  }
}
