package io.vnetflowroutes.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, below the lines of the log, which is overwritten again and again.
 * While it is shown, everything for standard output goes through it, a whole line at a time.
 */
public final class BottomLine implements ProgressBarConsumer {

  private static final String CLEAR = "\r\033[K";
  private static final int COLUMNS = 120;

  private final PrintStream terminal;
  private String shown = "";

  /** Stands below what is printed to standard output from now on. */
  public BottomLine() {
    this.terminal = System.out;
    System.setOut(new PrintStream(new Above(), true, StandardCharsets.UTF_8));
  }

  @Override
  public int getMaxRenderedLength() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) - 1 : COLUMNS;
  }

  @Override
  public synchronized void accept(String text) {
    shown = text;
    terminal.print(CLEAR + text);
    terminal.flush();
  }

  @Override
  public synchronized void clear() {
    accept("");
  }

  /** Takes the line away, for the time being. */
  @Override
  public void close() {
    clear();
  }

  /** Lets standard output be as it was. */
  public void remove() {
    clear();
    System.setOut(terminal);
  }

  private synchronized void above(byte[] bytes, int offset, int length) {
    if (!shown.isEmpty()) {
      terminal.print(CLEAR);
    }
    terminal.write(bytes, offset, length);
    if (!shown.isEmpty() && length > 0 && bytes[offset + length - 1] == '\n') {
      terminal.print(shown);
    }
    terminal.flush();
  }

  /** The output that is printed meanwhile. */
  private final class Above extends FilterOutputStream {

    Above() {
      super(terminal);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      above(bytes, offset, length);
    }
  }
}
