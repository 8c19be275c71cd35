package io.vnetflowroutes.deliver;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Honours the {@code Retry-After} of an HTTP answer (RFC 9110, 10.2.3): the next attempt waits as
 * long as the server asks, though no longer than five minutes.
 */
public final class RetryAfter implements Processor {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Clock clock;
  private volatile boolean stopping;

  public RetryAfter(Clock clock) {
    this.clock = clock;
  }

  /** Waits no more: the attempts that are left are made at once, and the message is set aside. */
  public void stop() {
    stopping = true;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    if (stopping) {
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 0L);
      return;
    }
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (cause instanceof HttpOperationFailedException answer) {
      wait(answer.getResponseHeaders())
          .ifPresent(
              wait -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis()));
    }
  }

  private Optional<Duration> wait(Map<String, String> headers) {
    return headers == null
        ? Optional.empty()
        : headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .findFirst()
            .flatMap(header -> duration(header.getValue().trim()));
  }

  private Optional<Duration> duration(String value) {
    Duration wait;
    if (value.matches("\\d+")) {
      wait = value.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(value));
    } else {
      try {
        ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
        wait = Duration.between(clock.instant(), until);
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
