package io.vnetflowroutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.Lag;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves when a flow log that is behind makes the program not ready, and how that is said. */
class ReadinessTest {

  @ParameterizedTest
  @CsvSource({
    "PT1H, PT1H, ''",
    "PT1H1S, PT1H, is 1 h behind (folder); flowlogs.ready-lag is 1 h",
    "PT17H11M, PT1H, is 17 h 11 min behind (folder); flowlogs.ready-lag is 1 h",
    "PT49H, PT90M, is 2 d 1 h behind (folder); flowlogs.ready-lag is 1 h 30 min",
    "PT100H, PT0S, ''"
  })
  void lagBeyondTheLimitIsAProblemInHoursAndMinutes(
      Duration overdue, Duration most, String sentence) {
    Readiness readiness =
        new Readiness(
            () -> new Readiness.Check("polls", Optional.empty(), Map.of()),
            () -> List.of(new Lag("prod", "VNET", "folder", overdue, hour -> false)),
            Map.of(),
            new Readiness.Thresholds(most, Duration.ofMinutes(2), 1),
            Clock.systemUTC());
    Readiness.Check lag = readiness.checks().get("lag").get();
    assertThat(lag.details()).containsEntry("seconds", overdue.toSeconds());
    assertThat(lag.problem().orElse(""))
        .isEqualTo(sentence.isEmpty() ? "" : "Flow log 'VNET' of source 'prod' " + sentence);
    assertThat(readiness.ready()).isEqualTo(sentence.isEmpty());
  }
}
