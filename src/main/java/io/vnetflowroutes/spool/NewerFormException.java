package io.vnetflowroutes.spool;

import java.io.IOException;

/** A file of the spool was written by a newer version of this program; the message says so. */
public final class NewerFormException extends IOException {

  private static final long serialVersionUID = 1L;

  public NewerFormException(int form, int known) {
    super(
        "it was written by a newer version of this program (its form is "
            + form
            + ", this program knows "
            + known
            + "); run that version until nothing waits there");
  }
}
