package io.vnetflowroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Proves that a line has its parts where {@code grep} and {@code awk} look for them. */
class TextLineTest {

  private static String line(Level level, String time, Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger("test"), level, "Ünder way", thrown, null);
    event.setTimeStamp(Instant.parse(time).toEpochMilli());
    TextLine lines = new TextLine();
    lines.start();
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void theTimeIsUtcWithMillisecondsAndTheLevelFiveLettersWide() {
    String end = System.lineSeparator();
    assertThat(line(Level.INFO, "2026-09-01T10:00:02.999Z", null))
        .isEqualTo("2026-09-01T10:00:02.999Z INFO  Ünder way" + end);
    assertThat(line(Level.ERROR, "2026-01-01T00:00:00Z", null))
        .isEqualTo("2026-01-01T00:00:00.000Z ERROR Ünder way" + end);
  }

  @Test
  void aStackTraceIsNotPartOfIt() {
    assertThat(line(Level.WARN, "2026-01-01T00:00:00Z", new IllegalStateException("why")))
        .isEqualTo("2026-01-01T00:00:00.000Z WARN  Ünder way" + System.lineSeparator());
  }
}
