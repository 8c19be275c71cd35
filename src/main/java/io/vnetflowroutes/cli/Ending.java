package io.vnetflowroutes.cli;

import io.vnetflowroutes.bundle.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the program once, in order, whether it is done or a signal asks. */
final class Ending {

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Bundle bundle;
  private boolean ended;

  Ending(Bundle bundle) {
    this.bundle = bundle;
  }

  /** Ends it now. */
  synchronized void now() {
    if (!ended) {
      ended = true;
      bundle.close();
    }
  }

  /** Marks it as ended without a summary: it never began. */
  synchronized void quietly() {
    ended = true;
  }

  /** Ends it on a signal, with exit code 0 rather than the signal's. */
  void onSignal() {
    boolean first;
    synchronized (this) {
      first = !ended;
      if (first) {
        bundle.askToStop();
        LOG.info("Asked to stop; what is in hand is finished first");
      }
      now();
    }
    if (first) {
      Runtime.getRuntime().halt(0);
    }
  }
}
