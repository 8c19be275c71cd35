package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.FlowLogText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves that dead letters are said once a poll, and never in silence. */
class ProgressLogTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(ProgressLog.class);
  private final Counters counters = new Counters();
  private final ProgressLog progress = new ProgressLog(counters, "/var/dead-letter");

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.WARN);
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  private void read(String... records) throws IOException {
    FlowLogText.read(FlowLogText.blob(records)).forEach(counters::batch);
  }

  @Test
  void aPollWithDeadLettersHasOneWarningThatNamesTheFirstAndTheFolder() throws IOException {
    read("5", FlowLogText.twoFlows(1), "6");
    progress.polled(1, 0, Map.of());
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getFormattedMessage()).contains("went to the dead letter");
    List<String> pairs =
        lines.list.get(0).getKeyValuePairs().stream()
            .map(pair -> pair.key + "=" + pair.value)
            .toList();
    assertThat(pairs)
        .contains(
            "dead_letters=2",
            "folder=/var/dead-letter",
            "first_source=test",
            "first_blob=" + FlowLogText.ORIGIN.blob(),
            "first_offset=12")
        .anyMatch(pair -> pair.startsWith("first_reason="));
    read(FlowLogText.twoFlows(2));
    progress.polled(1, 0, Map.of());
    assertThat(lines.list).as("none in this poll").hasSize(1);
    read("7");
    progress.polled(1, 0, Map.of());
    assertThat(lines.list).hasSize(2);
  }
}
