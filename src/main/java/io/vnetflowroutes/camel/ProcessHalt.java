package io.vnetflowroutes.camel;

import io.vnetflowroutes.errors.ThrownError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process if only part of it could continue, so that its supervisor restarts it. After the
 * restart it continues where it was, as after a crash.
 *
 * <p>Any thread may call it.
 */
public final class ProcessHalt {

  /** The exit code, which is also Java's own with {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int CODE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ProcessHalt.class);

  private ProcessHalt() {}

  /**
   * Makes an error that ends any thread end the process, because others may wait for that thread.
   */
  public static void whenAThreadDies() {
    Thread.setDefaultUncaughtExceptionHandler(ProcessHalt::died);
  }

  private static void died(Thread thread, Throwable thrown) {
    if (thrown instanceof Error error) {
      because(error);
    }
    LOG.atError()
        .addKeyValue("thread", thread.getName())
        .log("A thread has ended, as this was not expected: {}", thrown.toString());
    LOG.debug("A thread has ended", thrown);
  }

  /** Ends the process now, without waiting: work in hand may never end. */
  static void because(Error error) {
    try {
      LOG.atError()
          .log(
              "The program ends, with exit code {}, and goes on where it was when it is started"
                  + " again: {}",
              CODE,
              ThrownError.sentence(error));
      LOG.debug("The program ends", error);
    } finally {
      Runtime.getRuntime().halt(CODE);
    }
  }
}
