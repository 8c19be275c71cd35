package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.WarningThrottle;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Proves that a flow log with too many interfaces for its slices is named once, and no more than
 * hourly.
 */
class CrowdedSlicesTest {

  private static final String LARGE = "flowLogResourceID=/S_G/NW_LARGE-FLOWLOG";

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(CrowdedSlices.class);
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final CrowdedSlices crowded = new CrowdedSlices(new WarningThrottle(clock));

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
  }

  private void look(int slices, int blobs) {
    crowded.look(new Lane("host/container", LARGE, 0, slices), blobs);
  }

  /** The numbers of slices that were recommended. */
  private List<String> recommended() {
    return lines.list.stream()
        .map(line -> line.getFormattedMessage().replaceAll(".*flowlogs.slices = (\\S+) .*", "$1"))
        .toList();
  }

  @Test
  void ofACrowdedFlowLogItIsSaidOnceHowManySlicesAreRight() {
    look(1, 1_500);
    assertThat(recommended()).as("that many are well").isEmpty();
    look(1, 40_000);
    look(1, 40_001);
    assertThat(recommended()).containsExactly("NW_LARGE-FLOWLOG=32");
    clock.set("2026-09-01T12:00:00Z");
    look(1, 40_000);
    assertThat(recommended()).as("and again after an hour").hasSize(2);
    look(8, 1_501);
    assertThat(recommended()).last().isEqualTo("NW_LARGE-FLOWLOG=16");
    look(64, 100_000);
    assertThat(recommended()).as("there are no more slices than 64").hasSize(3);
  }
}
