package io.vnetflowroutes.deliver;

import java.io.IOException;

/** A file of the spool was written by a newer version of this program; the message says so. */
final class NewerFormException extends IOException {

  private static final long serialVersionUID = 1L;

  NewerFormException(int form, int known) {
    super(
        "it was written by a newer version of this program (its form is "
            + form
            + ", this program knows "
            + known
            + "); run that version until nothing waits there");
  }
}
