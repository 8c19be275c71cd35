package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.KafkaRecords;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receivers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Proves that an attempt whose thread is interrupted or dies does not count as acknowledged. */
class AttemptThreadTest {

  private final CamelContext camel = new DefaultCamelContext();

  @Test
  void anInterruptWhileItAsksForTheAcknowledgementLeavesTheMessageForLater() {
    Protocol splunk =
        new Protocol(
            Receivers.all().stream().filter(t -> t.name().equals("splunk-hec")).findFirst().get(),
            new Options(Map.of(), Map.of(), "a-channel"),
            "https://service",
            "secret",
            null);
    byte[] body = "{}\n".getBytes(StandardCharsets.UTF_8);
    Delivery message = new Delivery("part-0-1", "f", body, new int[] {0, 3}, List.of(), 1);
    Exchange sent = new DefaultExchange(camel);
    sent.getMessage().setHeader(RouteNames.PROTOCOL, splunk);
    sent.getMessage().setBody(body);
    Attempt attempt =
        new Attempt(
            message,
            sent,
            exchange -> {
              exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
              exchange.getMessage().setBody("{\"code\":0,\"ackId\":7}");
              Thread.currentThread().interrupt();
            });
    attempt.run();
    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    SendOutcome outcome = attempt.outcome(Clock.systemUTC(), false);
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.rest()).isSameAs(message);
    assertThat(outcome.taken()).isZero();
    assertThat(outcome.reason()).isEqualTo("the attempt was ended before the answer came");
  }

  @Test
  void anErrorOfItsThreadIsAFailedAttempt() {
    KafkaRecords records = new KafkaRecords();
    byte[] value = {'0'};
    records.add(null, value, camel);
    Delivery message =
        new Delivery(
            "part-0-1", "f", null, new int[0], List.of(new KeyedRecord(null, value, null)), 1);
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(records);
    Attempt attempt =
        new Attempt(
            message,
            exchange,
            sent -> {
              ((KafkaRecords) sent.getMessage().getBody()).iterator().next();
              throw new NoClassDefFoundError("a/Test");
            });
    attempt.run();
    SendOutcome outcome = attempt.outcome(Clock.systemUTC(), false);
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.rest()).isSameAs(message);
    assertThat(outcome.reason()).contains("Java threw java.lang.NoClassDefFoundError: a/Test at ");
  }
}
