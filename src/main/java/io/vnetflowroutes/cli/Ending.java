package io.vnetflowroutes.cli;

import io.vnetflowroutes.bundle.Bundle;

/** Ends the program once, in order, whether it is done or a signal asks. */
final class Ending {

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
      now();
    }
    if (first) {
      Runtime.getRuntime().halt(0);
    }
  }
}
