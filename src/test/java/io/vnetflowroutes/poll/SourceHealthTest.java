package io.vnetflowroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.PollLog;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves how often a source is asked that does not answer. */
class SourceHealthTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:00:00Z");

  @Test
  void aSourceThatDoesNotAnswerIsAskedLessAndLessOftenButNeverLessThanEveryFiveMinutes() {
    SourceHealth contact = contact();
    List<Integer> asked = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      if (contact.begin()) {
        asked.add(minute);
        fail(contact);
        assertThat(contact.open()).as("no more in this poll").isFalse();
      }
      contact.end();
      clock.minutes(1);
    }
    assertThat(asked).containsExactly(0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 26);
  }

  @Test
  void anAnswerMakesItBeAskedAtEveryPollAgain() {
    SourceHealth contact = contact();
    for (int i = 0; i < 9; i++) {
      fail(contact);
    }
    clock.minutes(5);
    assertThat(contact.begin()).isTrue();
    contact.answered();
    contact.end();
    fail(contact);
    clock.minutes(1);
    assertThat(contact.begin()).isTrue();
  }

  @Test
  void aClockThatGoesBackMakesItBeAskedAtOnce() {
    SourceHealth contact = contact();
    for (int i = 0; i < 9; i++) {
      fail(contact);
    }
    clock.set("2026-09-01T09:00:00Z");
    assertThat(contact.begin()).isTrue();
  }

  @Test
  void readsWithoutAnAnswerMakeItAskOnlyOnce() {
    DirectoryContainer container = new DirectoryContainer("lake", folder);
    SourceHealth contact = contact(container);
    contact.begin();
    contact.read(false);
    contact.read(false);
    contact.read(true);
    contact.read(false);
    contact.read(false);
    contact.makeSure();
    assertThat(container.listCalls()).as("no three in a row").isZero();
    contact.read(false);
    contact.makeSure();
    contact.makeSure();
    assertThat(container.listCalls()).isEqualTo(1);
    assertThat(contact.open()).as("it answered").isTrue();
  }

  private static void fail(SourceHealth contact) {
    contact.failed(
        "The source cannot be listed", new UncheckedIOException(new ConnectException("refused")));
  }

  private SourceHealth contact() {
    return contact(new DirectoryContainer("lake", folder));
  }

  private SourceHealth contact(DirectoryContainer container) {
    FlowLogSelection all = new FlowLogSelection("*", "*", "*", "*", null, null);
    return new SourceHealth(
        new Source("lake", container, all), clock, new PollLog(new WarningThrottle(clock), clock));
  }
}
