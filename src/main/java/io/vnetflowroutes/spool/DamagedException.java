package io.vnetflowroutes.spool;

import java.io.IOException;

/** A record differs from what was written. */
public final class DamagedException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedException() {
    super("a message of the spool is damaged");
  }
}
