package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.deliver.SendOutcome.Kind;
import io.vnetflowroutes.poll.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves that refusals are named with their dead letter, and many of them do not fill the log. */
class SendProblemsTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(SendProblems.class);
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final SendProblems problems = new SendProblems(clock);

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

  private void refuse(String destination, int number) {
    String key = "batch-allow-0-" + number;
    Delivery message =
        new Delivery(
            key,
            "decision=allow/y=2026/m=09/d=01/h=09/" + key + ".ndjson",
            new byte[1],
            new int[0],
            List.of(),
            1);
    problems.note(
        destination,
        new SendOutcome(Kind.REFUSED, message, message, 0, null, "it answered 400", null, false),
        Spool.none(destination));
  }

  @Test
  void aRefusalNamesItsDeadLetter() {
    refuse("siem", 7);
    assertThat(lines.list.get(0).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly(
            "destination=siem", "dead_letter=y=2026/m=09/d=01/h=09/batch-allow-0-7-siem.ndjson");
  }

  @Test
  void ofManyRefusalsTheFirstOfEachHourAreNamed() {
    for (int number = 0; number < 500; number++) {
      refuse("siem", number);
    }
    refuse("lake", 0);
    assertThat(lines.list).hasSize(10 + 1 + 1);
    assertThat(lines.list.get(10).getFormattedMessage()).contains("refuses more messages");
    clock.minutes(61);
    refuse("siem", 500);
    assertThat(lines.list).hasSize(13);
  }
}
