package io.vnetflowroutes.observe;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Locale;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public enum LogFormat {
  /** As logback.xml has it. */
  TEXT,

  /** JSON of the Elastic Common Schema. */
  ECS;

  /** The format with a name of the settings. */
  public static LogFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Has all lines from now on look so; where the user brought other appenders, they stay. */
  public void use() {
    ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
    if (this == ECS && loggers instanceof LoggerContext context) {
      Appender<ILoggingEvent> appender =
          context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
      if (appender instanceof OutputStreamAppender<ILoggingEvent> console) {
        console.stop();
        EcsLine lines = new EcsLine();
        lines.setContext(context);
        lines.start();
        console.setEncoder(lines);
        console.start();
      }
    }
  }
}
