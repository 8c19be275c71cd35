package io.vnetflowroutes.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;

/** The format of log lines. */
public enum LogFormat {
  /** Text for people, as {@link TextLine} has it. */
  TEXT,

  /** JSON of the Elastic Common Schema. */
  ECS;

  /** The format with a name of the settings. */
  public static LogFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Gives all further lines this form; appenders of the user stay. */
  public void use() {
    if (this == ECS) {
      ConsoleLog.appender().ifPresent(LogFormat::inJson);
    }
  }

  private static void inJson(ConsoleAppender<ILoggingEvent> console) {
    console.stop();
    EcsLine lines = new EcsLine();
    lines.setContext(console.getContext());
    lines.start();
    console.setEncoder(lines);
    console.start();
  }
}
