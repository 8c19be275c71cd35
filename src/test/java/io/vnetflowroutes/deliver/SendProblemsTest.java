package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.queue.Spooled;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Proves that refusals are named, and that neither many of them nor a flapping receiver fill the
 * log.
 */
class SendProblemsTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(SendProblems.class);
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final SendProblems problems = new SendProblems(clock);

  @TempDir private Path folder;

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

  private Spool waiting(int messages) throws Exception {
    Spool spool = new Spool("siem", folder.resolve("spool"), "flat", 1 << 20, clock);
    for (int number = 0; number < messages; number++) {
      spool.keep(Spooled.body("batch-allow-0-" + number, "{}\n"));
    }
    return spool;
  }

  private void note(Spool spool, Kind kind, String reason) {
    Delivery message = Spooled.body("batch-allow-0-0", "{}\n");
    problems.note(
        "siem", new SendOutcome(kind, message, message, 0, null, reason, null, false), spool);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aDestinationThatComesAndGoesIsSaidOnceAnHourWithACount() throws Exception {
    Spool spool = waiting(5);
    for (int minute = 0; minute < 59; minute++) {
      note(spool, Kind.LATER, "the connection broke");
      assertThat(problems.why("siem")).contains("the connection broke");
      note(spool, Kind.DELIVERED, null);
      assertThat(problems.why("siem")).as("as of the last attempt").isEmpty();
      clock.minutes(1);
    }
    assertThat(said()).singleElement().asString().contains("is set aside", "the connection broke");
    note(spool, Kind.SETUP, "it answers 401");
    assertThat(said()).last().asString().contains("it answers 401");
    note(spool, Kind.DELIVERED, null);
    clock.minutes(2);
    note(spool, Kind.LATER, "the connection broke");
    assertThat(said()).hasSize(3);
    assertThat(said().get(2)).contains("comes and goes", "since 2026-09-01T10:20:00Z");
    assertThat(lines.list.get(2).getKeyValuePairs())
        .anyMatch(pair -> pair.key.equals("times") && pair.value.equals(59));
  }

  @Test
  void itIsBackOnceItTakesASecondMessage() throws Exception {
    Spool spool = waiting(5);
    note(spool, Kind.LATER, "the connection broke");
    note(spool, Kind.DELIVERED, null);
    note(spool, Kind.LATER, "no answer");
    note(spool, Kind.DELIVERED, null);
    assertThat(said()).as("it failed at once").noneMatch(line -> line.contains("is back"));
    note(spool, Kind.DELIVERED, null);
    note(spool, Kind.DELIVERED, null);
    assertThat(said())
        .hasSize(3)
        .last()
        .isEqualTo("The destination is back; what waits for it is sent now");
  }

  @Test
  void anOutageAfterItCameBackIsSaidAgainThreeTimesAnHour() throws Exception {
    Spool spool = waiting(5);
    for (int minute = 0; minute < 50; minute++) {
      note(spool, Kind.LATER, "no answer");
      note(spool, Kind.DELIVERED, null);
      note(spool, Kind.DELIVERED, null);
      clock.minutes(1);
    }
    assertThat(said()).filteredOn(line -> line.contains("no answer")).hasSize(3);
    assertThat(said()).filteredOn(line -> line.contains("is back")).hasSize(3);
  }

  @Test
  void itIsBackOnceItTakesTheOnlyMessageThatWaits() throws Exception {
    Spool spool = waiting(1);
    note(spool, Kind.LATER, "the connection broke");
    note(spool, Kind.DELIVERED, null);
    assertThat(said()).hasSize(2).last().isEqualTo("The destination is back");
  }

  @Test
  void whatLastsIsSaidOnceAnHour() throws Exception {
    Spool spool = waiting(2);
    for (int minute = 0; minute < 130; minute++) {
      note(spool, Kind.LATER, "no answer");
      clock.minutes(1);
    }
    assertThat(said()).hasSize(3);
    assertThat(said().get(2))
        .isEqualTo("The destination has taken no message since 2026-09-01T10:20:00Z: no answer");
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
