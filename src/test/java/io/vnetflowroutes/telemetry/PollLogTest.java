package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Proves how long a source counts as failing, for whoever asks for the status. */
final class PollLogTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Source PROD =
      new Source(
          "prod",
          new DirectoryContainer("prod", Path.of("none")),
          new FlowLogSelection("*", "*", "*", "*", null, null));
  private static final FlowLogPath HUB = FlowLogPath.parse("flowLogResourceID=/S_G/HUB");

  private final PollLog log = new PollLog(new WarningThrottle(CLOCK), CLOCK);

  @Test
  void aSourceFailsUntilItAnswers() {
    log.sourceFailed(PROD, "It is down.", new IllegalStateException());
    log.sourceFailed(PROD, "It is locked.", new IllegalStateException());
    assertThat(log.problems()).containsExactly(new SourceProblem("prod", NOW, "It is locked."));
    log.sourceAnswered(PROD);
    assertThat(log.problems()).isEmpty();
  }

  @Test
  void aFlowLogFailsUntilItIsListedThoughItsSourceAnswers() {
    log.flowLogFailed(PROD, HUB, "It is gone.", new IllegalStateException());
    log.sourceAnswered(PROD);
    assertThat(log.problems())
        .containsExactly(new SourceProblem("prod", NOW, HUB.name() + ": It is gone."));
    log.flowLogListed(PROD, HUB);
    assertThat(log.problems()).isEmpty();
  }

  @Test
  void aSourceWithoutFlowLogsIsAProblemUntilOneIsFound() {
    log.nothingFound(PROD, "There is none of that name.");
    assertThat(log.problems()).hasSize(1);
    log.found(PROD, HUB, NOW);
    assertThat(log.problems()).isEmpty();
  }
}
