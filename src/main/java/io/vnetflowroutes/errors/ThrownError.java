package io.vnetflowroutes.errors;

/**
 * An {@link Error} as an exception, for callers that handle only exceptions: their work fails and
 * is retried, while an error leaves it unfinished forever.
 */
public final class ThrownError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ThrownError(Error error) {
    super(sentence(error));
    addSuppressed(error);
  }

  /** What was thrown and where, as nobody can know it otherwise, and what helps, if anything. */
  public static String sentence(Error error) {
    StackTraceElement[] trace = error.getStackTrace();
    String thrown = "Java threw " + error + (trace.length == 0 ? "" : " at " + trace[0]);
    if (error instanceof OutOfMemoryError) {
      return thrown + "; give it more memory (-Xmx)";
    }
    return error instanceof LinkageError
        ? thrown + "; if a jar was replaced under the running program, start it again"
        : thrown;
  }
}
