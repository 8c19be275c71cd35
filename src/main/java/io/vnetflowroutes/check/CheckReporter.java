package io.vnetflowroutes.check;

import java.util.function.Consumer;

/** Reports the results for one source, destination or other subject as they arrive. */
public final class CheckReporter {

  private final String name;
  private final Consumer<CheckResult> lines;

  /**
   * @param name as {@link CheckResult#subject}
   * @param lines takes each line at once
   */
  public CheckReporter(String name, Consumer<CheckResult> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Something is as it should be. */
  public boolean ok(String check, String text) {
    return say(check, CheckStatus.OK, text);
  }

  /** Something works, but not well. */
  public boolean warn(String check, String text) {
    return say(check, CheckStatus.WARN, text);
  }

  /** Something does not work; always false, so that it can end a chain of checks. */
  public boolean fail(String check, String text) {
    return say(check, CheckStatus.FAIL, text);
  }

  /** Something was not looked at. */
  public boolean skip(String check, String text) {
    return say(check, CheckStatus.SKIP, text);
  }

  private boolean say(String check, CheckStatus verdict, String text) {
    lines.accept(new CheckResult(name, check, verdict, text));
    return verdict != CheckStatus.FAIL;
  }
}
