package io.vnetflowroutes.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The destination and the levels of log lines, unless the user gives a Logback configuration. It is
 * code because reading a Logback file takes an eighth of the start. Other programs that have the
 * jar on their class path keep their own configuration.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

  private static final String OF_THE_USER = "logback.configurationFile";
  private static final String OF_TESTS = "logback-test.xml";
  private static final String APPENDER = "console";
  private static final String STANDARD_ERROR = "System.err";

  /** The level of each logger; docs/monitoring.md shows the same as a file. */
  static final Map<String, Level> LEVELS =
      Map.ofEntries(
          Map.entry(Logger.ROOT_LOGGER_NAME, Level.WARN),
          Map.entry("io.vnetflowroutes", Level.INFO),
          // Their failures are reported by the program itself, in one sentence each.
          Map.entry("org.apache.camel.impl.engine.AbstractCamelContext", Level.OFF),
          Map.entry("org.apache.camel.impl.engine.DefaultShutdownStrategy", Level.OFF),
          Map.entry("org.apache.camel.impl.engine.DefaultInflightRepository", Level.OFF),
          Map.entry("org.apache.camel.impl.engine.DefaultAsyncProcessorAwaitManager", Level.OFF),
          Map.entry("org.apache.camel.component.timer", Level.OFF),
          Map.entry("org.apache.kafka.clients.NetworkClient", Level.OFF),
          Map.entry("org.apache.kafka.clients.Metadata", Level.OFF),
          Map.entry("org.apache.kafka.clients.producer.internals", Level.OFF),
          Map.entry("org.apache.kafka.clients.consumer.internals", Level.OFF),
          Map.entry("org.apache.kafka.clients.FetchSessionHandler", Level.OFF),
          Map.entry("org.apache.kafka.common.network", Level.OFF),
          // Anybody who reaches the management port can send a malformed request.
          Map.entry("io.vertx.ext.web.RoutingContext", Level.OFF),
          Map.entry("com.azure", Level.OFF),
          Map.entry("com.microsoft.aad", Level.OFF),
          Map.entry("reactor.netty.http.client.HttpClientConnect", Level.OFF),
          Map.entry("reactor.netty", Level.INFO),
          Map.entry("org.apache.hc.client5.http", Level.INFO),
          Map.entry("org.apache.camel.component.properties", Level.INFO),
          Map.entry("org.apache.camel.impl.engine", Level.INFO));

  /** Whether this process is the program. */
  private static volatile boolean wanted;

  /** Makes it the configuration of this process; has to be called before the first line. */
  public static void use() {
    wanted = true;
  }

  /** Called by logback, once, before the first line. */
  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (!wanted
        || System.getProperty(OF_THE_USER) != null
        || ConsoleLog.class.getClassLoader().getResource(OF_TESTS) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    TextLine lines = new TextLine();
    lines.setContext(logging);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setName(APPENDER);
    console.setContext(logging);
    console.setEncoder(lines);
    console.start();
    LEVELS.forEach((name, level) -> logging.getLogger(name).setLevel(level));
    logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Sends all lines from now on to standard error, for a verb whose standard output is its result;
   * appenders of the user stay.
   */
  public static void toStandardError() {
    appender()
        .ifPresent(
            console -> {
              console.stop();
              console.setTarget(STANDARD_ERROR);
              console.start();
            });
  }

  /** The appender of the lines; empty if the user brought another one. */
  static Optional<ConsoleAppender<ILoggingEvent>> appender() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext logging
            && logging.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<ILoggingEvent> console
        ? Optional.of(console)
        : Optional.empty();
  }
}
