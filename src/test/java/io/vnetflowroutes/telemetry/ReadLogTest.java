package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.core.MemoryProgress;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Proves which lines about blobs come once, however often the reason for them does. */
final class ReadLogTest {

  private static final String FOLDER =
      "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_HUB-G-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/";

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ReadLog.class);
  private final WarningThrottle throttle = new WarningThrottle(clock);
  private final ReadLog log = new ReadLog(new Counters(), throttle);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private List<DueBlob> blobs() throws IOException {
    for (String mac : List.of("000D3A000001", "000D3A000002")) {
      Path file = folder.resolve(FOLDER + "macAddress=" + mac + "/PT1H.json");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{\"records\":[{\"time\"");
    }
    Source source =
        new Source(
            "lake",
            new DirectoryContainer("lake", folder),
            new FlowLogSelection("*", "*", "*", "*", null, null));
    Schedule schedule =
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            new Start(Duration.ofHours(24), null),
            Duration.ofDays(30),
            Duration.ofHours(24));
    DueBlobs due =
        new DueBlobs(
            List.of(source),
            Duration.ofMinutes(10),
            schedule,
            new MemoryProgress(),
            Share.ALL,
            clock,
            new PollLog(throttle, clock));
    List<DueBlob> all = new ArrayList<>();
    due.begin().forEachRemaining(all::add);
    assertThat(all).hasSize(2);
    return all;
  }

  @Test
  void thatABlobEndsInsideARecordIsSaidOnceABlobAndHour() throws IOException {
    List<DueBlob> blobs = blobs();
    for (int poll = 0; poll < 5; poll++) {
      blobs.forEach(blob -> log.endsInsideRecord(blob, 17));
    }
    assertThat(lines.list)
        .as("one for each blob")
        .hasSize(2)
        .allMatch(
            line ->
                line.getMessage().startsWith("The blob ends inside a record, or in what is none"));
    clock.set("2026-09-01T11:21:00Z");
    log.endsInsideRecord(blobs.get(0), 17);
    assertThat(lines.list).as("an hour later it is said again").hasSize(3);
  }
}
