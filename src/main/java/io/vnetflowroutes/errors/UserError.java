package io.vnetflowroutes.errors;

import java.util.List;

/**
 * What a person must correct before the program can continue: one or more sentences, which the
 * command line prints without a stack trace, and the exit code of the process.
 */
public class UserError extends RuntimeException {

  /** The exit code where the command line, the configuration or the state is wrong. */
  public static final int WRONG = 2;

  private static final long serialVersionUID = 1L;

  private final String heading;
  private final List<String> problems;
  private final int exitCode;

  public UserError(String sentence) {
    this("", List.of(sentence));
  }

  public UserError(String sentence, Throwable cause) {
    super(sentence, cause);
    this.heading = "";
    this.problems = List.of(sentence);
    this.exitCode = WRONG;
  }

  /**
   * Several problems at once.
   *
   * @param heading the line above the sentences; empty for that of the verb
   */
  public UserError(String heading, List<String> problems) {
    this(heading, problems, WRONG);
  }

  /** The same with an exit code of its own. */
  public UserError(String heading, List<String> problems, int exitCode) {
    super(String.join("\n", problems));
    this.heading = heading;
    this.problems = List.copyOf(problems);
    this.exitCode = exitCode;
  }

  /** the line above the sentences; empty where the verb has to say it. */
  public final String heading() {
    return heading;
  }

  /** One sentence a problem. */
  public final List<String> problems() {
    return problems;
  }

  /** What the process ends with. */
  public final int exitCode() {
    return exitCode;
  }
}
