package io.vnetflowroutes.poll;

import static io.vnetflowroutes.source.FlowLogSelection.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.PollLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves that a flow log that falls silent is told, once, and told again when it is back. */
class SilenceMonitorTest {

  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(PollLog.class);

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  private static Instant hours(int later) {
    return HOUR.plus(Duration.ofHours(later));
  }

  private static SilenceMonitor silence(int afterHours) {
    return new SilenceMonitor(
        new Source("prod", new DirectoryContainer("prod", Path.of("none")), EVERYTHING),
        FlowLogPath.parse("flowLogResourceID=/S_G/hub-flowlog"),
        Duration.ofHours(afterHours),
        HOUR,
        new PollLog(new WarningThrottle(Clock.systemUTC()), Clock.systemUTC()));
  }

  private List<String> said() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage().replaceFirst("[:;].*", ""))
        .toList();
  }

  @Test
  void itIsToldOnceAndWhenItIsOver() {
    SilenceMonitor silence = silence(6);
    for (int hour = 0; hour < 30; hour++) {
      silence.check(hours(hour));
      assertThat(said()).hasSize(hour < 6 ? 0 : 1);
    }
    silence.blob(hours(29));
    silence.check(hours(30));
    silence.check(hours(36));
    assertThat(said())
        .containsExactly(
            "WARN The flow log is silent",
            "INFO The flow log is no longer silent",
            "WARN The flow log is silent");
    assertThat(lines.list.get(0).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly(
            "source=prod",
            "flow_log=hub-flowlog",
            "path=flowLogResourceID=/S_G/hub-flowlog",
            "newest_hour=" + HOUR);
  }

  @Test
  void blobsOfOlderHoursDoNotCount() {
    SilenceMonitor silence = silence(6);
    silence.blob(hours(-3));
    silence.check(hours(5));
    assertThat(said()).isEmpty();
    silence.check(hours(6));
    assertThat(said()).hasSize(1);
  }

  @Test
  void zeroMeansNever() {
    SilenceMonitor silence = silence(0);
    silence.check(hours(100));
    assertThat(said()).isEmpty();
  }

  @Test
  void anArchiveIsNotSilent() {
    SilenceMonitor silence = silence(6);
    silence.check(hours(24 * 7));
    assertThat(said()).isEmpty();
  }
}
