package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.PollLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Proves that the log says so when two sources read one flow log: at the start, and later. */
class TwoSourcesTest {

  private static final String HUB = "NETWORKWATCHER_EASTUS_HUB-G-FLOWLOG";
  private static final String SPOKE = "NETWORKWATCHER_EASTUS_SPOKE-G-FLOWLOG";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(PollLog.class);

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

  private Path directory() {
    return folder.resolve("container");
  }

  private void flowLog(String name) throws IOException {
    Files.createDirectories(directory().resolve("flowLogResourceID=/S_G/" + name + "/y=2026"));
  }

  private Source source(String name, String flowLog) {
    FlowLogSelection selection = new FlowLogSelection("*", "*", "*", "*", flowLog, null);
    return new Source(name, new DirectoryContainer(name, directory()), selection);
  }

  private static void poll(DueBlobs dueBlobs) {
    Poll poll = dueBlobs.begin();
    poll.forEachRemaining(blob -> {});
    poll.finish();
  }

  @Test
  void aFlowLogThatTwoSourcesReadIsSaidOnceWhenItIsFound() throws IOException {
    flowLog(HUB);
    try (StateDatabase state = StateDatabase.open(Files.createDirectory(folder.resolve("s")))) {
      DueBlobs dueBlobs =
          new DueBlobs(
              List.of(source("all", "*"), source("hub", "*hub*"), source("edge", "*spoke*")),
              Duration.ofMinutes(10),
              new Schedule(
                  Duration.ofMinutes(75),
                  Duration.ofHours(24),
                  new Start(Duration.ofHours(24), null),
                  Duration.ZERO,
                  Duration.ZERO),
              new Cursor(state),
              Share.ALL,
              clock,
              new PollLog(new WarningThrottle(clock), clock));
      poll(dueBlobs);
      assertThat(said()).containsExactly("The sources 'all' and 'hub' both read the flow log");
      flowLog(SPOKE);
      clock.minutes(11);
      poll(dueBlobs);
      clock.minutes(11);
      poll(dueBlobs);
      assertThat(said())
          .containsExactly(
              "The sources 'all' and 'hub' both read the flow log",
              "The sources 'all' and 'edge' both read the flow log");
    }
  }

  private List<String> said() {
    return lines.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("both read"))
        .map(line -> line.replaceFirst("(flow log) .*", "$1"))
        .toList();
  }
}
