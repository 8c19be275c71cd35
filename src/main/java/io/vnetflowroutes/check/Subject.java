package io.vnetflowroutes.check;

import java.util.function.Consumer;

/** One source, destination or other thing that is looked at; hands out its lines as they come. */
public final class Subject {

  private final String name;
  private final Consumer<Line> lines;

  /**
   * @param name as {@link Line#subject}
   * @param lines takes each line at once
   */
  public Subject(String name, Consumer<Line> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Something is as it should be. */
  public boolean ok(String check, String text) {
    return say(check, Verdict.OK, text);
  }

  /** Something works, but not well. */
  public boolean warn(String check, String text) {
    return say(check, Verdict.WARN, text);
  }

  /** Something does not work; always false, so that it can end a chain of checks. */
  public boolean fail(String check, String text) {
    return say(check, Verdict.FAIL, text);
  }

  /** Something was not looked at. */
  public boolean skip(String check, String text) {
    return say(check, Verdict.SKIP, text);
  }

  private boolean say(String check, Verdict verdict, String text) {
    lines.accept(new Line(name, check, verdict, text));
    return verdict != Verdict.FAIL;
  }
}
