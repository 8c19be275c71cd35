package io.vnetflowroutes.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.SourceProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that others see how the last poll ended. */
final class StateSummaryTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final LastPoll POLL = new LastPoll(NOW, 3, 2, 1);

  @TempDir private Path folder;

  @Test
  void theLastPollAndItsProblemsTakeThePlaceOfThoseBefore() {
    SourceProblem old = new SourceProblem("prod", NOW.minusSeconds(90), "It was down.");
    List<SourceProblem> problems =
        List.of(
            new SourceProblem("lab", NOW, "It is gone."),
            new SourceProblem("prod", NOW.minusSeconds(60), "hub: It is locked."),
            new SourceProblem("prod", NOW, "spoke: It is locked."));
    try (StateDatabase state = StateDatabase.open(folder)) {
      StateSummary summary = new StateSummary(state);
      assertThat(summary.lastPoll()).isEmpty();
      summary.polled(new LastPoll(NOW.minusSeconds(60), 1, 1, 1), List.of(old));
      summary.polled(POLL, problems);
      try (StateDatabase look = StateDatabase.look(folder)) {
        assertThat(new StateSummary(look).lastPoll()).contains(POLL);
        assertThat(new StateSummary(look).problems()).isEqualTo(problems);
      }
      summary.polled(POLL, List.of());
      assertThat(summary.problems()).isEmpty();
    }
  }
}
