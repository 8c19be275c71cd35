package io.vnetflowroutes.cli;

/** Ends the program once, in order, whether it is done or a signal asks. */
final class Ending {

  private final Runnable end;
  private final int codeOnSignal;
  private boolean ended;

  /**
   * @param end ends it
   * @param codeOnSignal the exit code when a signal asked for it
   */
  Ending(Runnable end, int codeOnSignal) {
    this.end = end;
    this.codeOnSignal = codeOnSignal;
  }

  /** Ends it now. */
  synchronized void now() {
    if (!ended) {
      ended = true;
      end.run();
    }
  }

  /** Marks it as ended without a summary: it never began. */
  synchronized void quietly() {
    ended = true;
  }

  /** Ends it on a signal, with an exit code of its own rather than the signal's. */
  void onSignal() {
    boolean first;
    synchronized (this) {
      first = !ended;
      now();
    }
    if (first) {
      Runtime.getRuntime().halt(codeOnSignal);
    }
  }
}
