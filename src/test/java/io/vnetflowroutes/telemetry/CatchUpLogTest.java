package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.poll.CatchUp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves that a long poll says once a minute how far it is, and a quiet one says nothing. */
class CatchUpLogTest {

  private static final Instant BEGAN = Instant.parse("2026-09-01T10:00:00Z");

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("io.vnetflowroutes.telemetry");
  private Optional<PollAdvance> poll = Optional.empty();
  private final CatchUpLog catchUp = new CatchUpLog(() -> poll);

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    catchUp.close();
    log.detachAppender(lines);
    log.setLevel(null);
  }

  private void look(int seconds, int hours, long flows) {
    CatchUp standing = new CatchUp(BEGAN, BEGAN.plusSeconds(seconds), hours, 100);
    poll = Optional.of(new PollAdvance(standing, hours * 2L, hours * 1_000L, flows));
    catchUp.look();
  }

  private List<String> said() {
    return lines.list.stream()
        .map(
            line ->
                line.getFormattedMessage()
                    + String.join(
                        "",
                        line.getKeyValuePairs().stream()
                            .map(pair -> " " + pair.key + "=" + pair.value)
                            .toList()))
        .toList();
  }

  @Test
  void aLineAMinuteSaysHowFarItIsHowFastAndHowLongYet() {
    look(59, 10, 1_000);
    assertThat(said()).isEmpty();
    look(60, 10, 6_000);
    look(65, 11, 7_000);
    look(119, 19, 16_000);
    look(120, 20, 18_000);
    assertThat(said())
        .containsExactly(
            "Catching up hours=10 of_hours=100 blobs=20 bytes=10000 flows=6000"
                + " flows_per_second=100 minutes_left=10",
            "Catching up hours=20 of_hours=100 blobs=40 bytes=20000 flows=18000"
                + " flows_per_second=200 minutes_left=9");
  }

  @Test
  void beforeTheFirstHourIsReadNobodyKnowsHowLongItTakes() {
    look(60, 0, 0);
    assertThat(said()).singleElement().asString().endsWith("minutes_left=unknown");
  }

  @Test
  void betweenPollsAndInShortOnesNothingIsSaid() {
    catchUp.look();
    for (int poll = 0; poll < 20; poll++) {
      CatchUp standing =
          new CatchUp(BEGAN.plusSeconds(60L * poll), BEGAN.plusSeconds(60L * poll + 20), 1, 1);
      this.poll = Optional.of(new PollAdvance(standing, 1, 1, 1));
      catchUp.look();
    }
    assertThat(said()).isEmpty();
  }

  @Test
  void aPollThatBringsAndChangesNothingHasNoLine() {
    Counters counters = new Counters();
    ProgressLog progress = new ProgressLog(counters, "dead-letter");
    progress.polled(3, 0, Map.of());
    progress.polled(3, 0, Map.of());
    counters.blob();
    progress.polled(3, 0, Map.of());
    progress.polled(3, 0, Map.of());
    progress.polled(3, 1, Map.of("siem", 2));
    counters.attempted("siem", "later", 0, true);
    progress.polled(3, 1, Map.of("siem", 2));
    progress.polled(3, 0, Map.of());
    assertThat(said())
        .hasSize(4)
        .allMatch(line -> line.startsWith("Poll finished"))
        .anyMatch(line -> line.contains("blobs=1 "))
        .anyMatch(line -> line.endsWith("blobs_waiting=1 messages_spooled=2"));
  }
}
