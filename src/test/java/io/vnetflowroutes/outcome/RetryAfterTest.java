package io.vnetflowroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that the next attempt waits as long as an HTTP server asks, and no longer than sense. */
class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

  private static Optional<Duration> pause(String value) {
    assertThat(RetryAfter.pause(Map.of("retry-after", value), NOW))
        .isEqualTo(RetryAfter.pause(Map.of("Retry-After", value), NOW));
    return RetryAfter.pause(Map.of("Retry-After", value), NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "1|1000",
        "120|120000",
        "300|300000",
        "301|300000",
        "999999999|300000",
        "' 5 '|5000",
        "Tue, 01 Sep 2026 08:00:30 GMT|30000",
        "Tue, 01 Sep 2026 08:00:00 GMT|0",
        "Tue, 01 Sep 2026 07:59:00 GMT|0",
        "Wed, 02 Sep 2026 08:00:00 GMT|300000",
        "99999999999|300000",
      })
  void secondsAndDatesAreWaitedForUpToFiveMinutes(String header, long millis) {
    assertThat(pause(header)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"soon", "-5", "1.5", "''", "2026-09-01T08:00:30Z"})
  void whatIsNoTimeLeavesTheUsualPause(String header) {
    assertThat(pause(header)).isEmpty();
  }

  @Test
  void answersThatDoNotSayLeaveTheUsualPause() {
    assertThat(RetryAfter.pause(Map.of("Content-Type", "text/plain"), NOW)).isEmpty();
    assertThat(RetryAfter.pause(null, NOW)).isEmpty();
  }
}
