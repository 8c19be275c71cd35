package io.vnetflowroutes.page;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vnetflowroutes.logging.LineText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.ILoggerFactory;

/**
 * Keeps the last warnings and errors of the log unchanged: without secrets and records, and with
 * untrusted names escaped. Any thread may call it.
 */
public final class LastLines extends AppenderBase<ILoggingEvent> {

  private static final int KEPT = 50;
  private static final int LONGEST = 2000;

  private final LineText text = new LineText();
  private final Deque<Line> lines = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param at when it was written
   * @param level {@code WARN} or {@code ERROR}
   * @param text what it says
   */
  public record Line(Instant at, String level, String text) {}

  /** Starts to listen to the log, if it is logback's. */
  public void listen(ILoggerFactory loggers) {
    if (loggers instanceof LoggerContext logging) {
      setContext(logging);
      setName("page");
      start();
      logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      String line = text.convert(event);
      String whole = line.length() > LONGEST ? line.substring(0, LONGEST) + '…' : line;
      keep(
          new Line(Instant.ofEpochMilli(event.getTimeStamp()), event.getLevel().toString(), whole));
    }
  }

  private synchronized void keep(Line line) {
    lines.addFirst(line);
    if (lines.size() > KEPT) {
      lines.removeLast();
    }
  }

  /** The last ones, the newest first. */
  public synchronized List<Line> newest() {
    return List.copyOf(lines);
  }
}
