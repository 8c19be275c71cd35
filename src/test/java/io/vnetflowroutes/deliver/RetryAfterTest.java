package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that the next attempt waits as long as an HTTP server asks, and no longer than sense. */
class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-09-01T08:00:00Z"), ZoneOffset.UTC);

  private static Object delay(Exception error) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 42L);
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, error);
      new RetryAfter(CLOCK).process(exchange);
      return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
    }
  }

  private static HttpOperationFailedException answer(Map<String, String> headers) {
    return new HttpOperationFailedException("http://h/", 429, "Too Many", null, headers, null);
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
  void secondsAndDatesAreWaitedForUpToFiveMinutes(String header, long millis) throws Exception {
    assertThat(delay(answer(Map.of("Retry-After", header)))).isEqualTo(millis);
    assertThat(delay(answer(Map.of("retry-after", header)))).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"soon", "-5", "1.5", "''", "2026-09-01T08:00:30Z"})
  void whatIsNoTimeLeavesTheUsualDelay(String header) throws Exception {
    assertThat(delay(answer(Map.of("Retry-After", header)))).isNull();
  }

  @Test
  void nobodyWaitsOnceTheProgramIsToStop() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, answer(Map.of("Retry-After", "300")));
      RetryAfter retryAfter = new RetryAfter(CLOCK);
      retryAfter.stop();
      retryAfter.process(exchange);
      assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(0L);
    }
  }

  @Test
  void otherAnswersAndErrorsLeaveTheUsualDelayAndForgetAnEarlierOne() throws Exception {
    assertThat(delay(answer(Map.of("Content-Type", "text/plain")))).isNull();
    assertThat(delay(answer(null))).isNull();
    assertThat(delay(new java.io.IOException("refused"))).isNull();
  }
}
