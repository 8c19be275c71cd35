package io.vnetflowroutes.terminal;

import java.io.Console;

/** Whether a person watches. */
public final class Terminal {

  private Terminal() {}

  /** Whether input and output are a terminal, on which lines can be written over. */
  @SuppressWarnings("SystemConsoleNull")
  public static boolean present() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal, too, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
