package io.vnetflowroutes.terminal;

import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts the program down once, in order, whether it is done or a signal asks for it.
 *
 * <p>The program's main thread calls it; a signal comes on a thread of its own.
 */
public final class ShutdownOnce {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownOnce.class);

  private final Runnable askToStop;
  private final Runnable end;
  private final IntSupplier codeOnSignal;
  private volatile boolean ending;
  private boolean ended;
  private int code;

  private ShutdownOnce(Runnable askToStop, Runnable end, IntSupplier codeOnSignal) {
    this.askToStop = askToStop;
    this.end = end;
    this.codeOnSignal = codeOnSignal;
  }

  /**
   * Ends the program when a signal asks for it, on a thread of its own.
   *
   * @param askToStop makes it begin nothing new
   * @param end ends it
   * @param code the exit code after a signal
   */
  public static ShutdownOnce onSignal(Runnable askToStop, Runnable end, IntSupplier code) {
    ShutdownOnce shutdown = new ShutdownOnce(askToStop, end, code);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::signalled, "stop"));
    return shutdown;
  }

  /**
   * Ends it now, and says the last words. A signal that comes meanwhile waits for them, and the
   * process has their exit code.
   *
   * @param lastWords gives the exit code
   */
  public synchronized int now(IntSupplier lastWords) {
    ending = true;
    ended = true;
    end.run();
    code = lastWords.getAsInt();
    ending = false;
    return code;
  }

  /** Marks it as ended without a summary: it never began, or has come to its own end. */
  public synchronized void quietly() {
    ended = true;
  }

  /** Ends it on a signal, with an exit code of its own rather than the signal's. */
  private void signalled() {
    boolean signal = ending; // else the process may be exiting by itself
    synchronized (this) {
      if (!ended) {
        signal = true;
        askToStop.run();
        LOG.info("Asked to stop; what is in hand is finished first");
        now(codeOnSignal);
      }
      if (signal) {
        Runtime.getRuntime().halt(code);
      }
    }
  }
}
