package io.vnetflowroutes.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A person's terminal: whether there is one, and drawing on it in place. */
public final class Terminal {

  private static final int USUAL_ROWS = 24;
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final String CUT_LINES = "\033[?7l";
  private static final String WRAP_LINES = "\033[?7h";

  private Terminal() {}

  /** The number of rows; the usual number if the terminal does not say. */
  public static int rows() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream size = stty.getInputStream()) {
        String rows = new String(size.readAllBytes(), StandardCharsets.US_ASCII).split(" ", 2)[0];
        return rows.matches("[1-9]\\d{0,3}") ? Integer.parseInt(rows) : USUAL_ROWS;
      }
    } catch (IOException e) {
      return USUAL_ROWS;
    }
  }

  /** Draws lines over what is there; what is longer than a row, or below the last, is not seen. */
  public static void draw(List<String> lines) {
    int rows = rows();
    String text =
        lines.stream()
            .limit(rows)
            .map(line -> line + REST_OF_LINE)
            .collect(Collectors.joining("\n"));
    System.out.print(CUT_LINES + HOME + text + REST_OF_SCREEN + WRAP_LINES);
    System.out.flush();
  }

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
