package io.vnetflowroutes.audit;

import java.util.Locale;

/** The state of one blob in an audit. */
public enum BlobState {
  /** Every flow of it has reached its destinations. */
  DELIVERED(true),
  /** It was delivered, and Azure no longer holds it. */
  EXPIRED(true),
  /** Its hour is not due yet. */
  NOT_DUE(true),
  /** Its hour is before the one at which the source was started. */
  BEFORE_START(true),
  /** It holds more than was delivered of it. */
  BEHIND(false),
  /** Nothing of it was read. */
  MISSING(false),
  /** It was rewritten since it was read, and must be read from its start. */
  RECREATED(false),
  /** It ends inside a record. */
  CUT(false),
  /** Messages about it wait in a spool. */
  SPOOLED(false),
  /** Something of it lies in the dead letter. */
  DEAD_LETTER(false),
  /** It was gone before it was read to its end. */
  LOST(false),
  /** It is so old that it is no longer known what was delivered of it. */
  FORGOTTEN(false);

  private final boolean complete;

  BlobState(boolean complete) {
    this.complete = complete;
  }

  /** Whether nothing is left to be delivered. */
  public boolean complete() {
    return complete;
  }

  /** The word in reports, such as {@code dead letter}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
