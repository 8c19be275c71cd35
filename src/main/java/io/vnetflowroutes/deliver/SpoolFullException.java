package io.vnetflowroutes.deliver;

/** A destination is down and its spool has no more room; the message says so. */
public final class SpoolFullException extends Exception {

  private static final long serialVersionUID = 1L;

  SpoolFullException(String destination, long limit) {
    super(
        "The spool of destination '"
            + destination
            + "' is full at "
            + limit
            + " bytes (flowlogs.spool-limit); reading waits until the destination is back");
  }
}
