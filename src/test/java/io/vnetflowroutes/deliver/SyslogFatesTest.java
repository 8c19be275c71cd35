package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receivers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Proves of syslog that each flow ends in exactly one of delivered and dead letter, whether or not
 * the receiver confirms a body, and that only flows that it would cut off are dead letters.
 */
class SyslogFatesTest {

  private static final int FLOWS = 40;
  private static final int ROUNDS = 25;
  private static final int MOST_STEPS = 5_000;
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

  private final CamelContext camel = new DefaultCamelContext();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> stored = new HashSet<>();
  private Random chance = new Random(0);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    camel.stop();
  }

  private static List<String> idsIn(byte[] body) {
    return ID.matcher(new String(body, StandardCharsets.UTF_8))
        .results()
        .map((MatchResult id) -> id.group(1))
        .toList();
  }

  private static BatchPart flows() {
    String[] tuples = new String[FLOWS];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    return FlowLogText.part(Decision.DENY, tuples);
  }

  private static Destination destination(int limit) {
    Receiver type = Receivers.named("syslog").orElseThrow();
    Map<String, String> values = new HashMap<>(type.defaults());
    values.put("message-limit", String.valueOf(limit));
    Protocol protocol = new Protocol(type, new Options(values, Map.of(), null), "", null, null);
    return new Destination(
        "siem",
        "netty:tcp://siem",
        "cef",
        new FormatPool(Formats.named("cef"), true).each(protocol::around),
        null,
        new FilterReport((where, reason, count) -> {}),
        ResumedBatches.none(),
        new MessageLayout(Framing.LINES, Compression.NONE, null, 1 << 20),
        Map.of(),
        protocol,
        "",
        Gatherer.Limits.NONE);
  }

  private Deque<Delivery> deliveries(Destination destination) {
    Deque<Delivery> deliveries = new ArrayDeque<>();
    destination
        .messages(flows(), camel)
        .forEachRemaining(
            message -> deliveries.add(message.getHeader(RouteNames.DELIVERY, Delivery.class)));
    return deliveries;
  }

  /** A receiver that reads some bodies, confirms some of those, and is sometimes not there. */
  private void receive(Exchange exchange) throws UnconfirmedException {
    int trouble = chance.nextInt(4);
    if (trouble == 0) {
      throw new UnconfirmedException("there is no connection to it", null);
    }
    stored.addAll(idsIn(exchange.getMessage().getBody(byte[].class)));
    if (trouble == 1) {
      throw new UnconfirmedException("it did not close the connection", null);
    }
  }

  @Test
  void everyFlowEndsInOnePlace() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:send-siem").process(SyslogFatesTest.this::receive);
          }
        });
    camel.start();
    List<String> lines =
        deliveries(destination(Integer.MAX_VALUE)).stream()
            .flatMap(all -> new String(all.body(), StandardCharsets.UTF_8).lines())
            .toList();
    int limit = lines.stream().mapToInt(String::length).min().orElseThrow();
    List<String> tooLong =
        lines.stream()
            .filter(line -> line.length() > limit)
            .flatMap(line -> idsIn(line.getBytes(StandardCharsets.UTF_8)).stream())
            .toList();
    assertThat(tooLong).isNotEmpty().hasSizeLessThan(FLOWS);
    for (int round = 0; round < ROUNDS; round++) {
      chance = new Random(round);
      stored.clear();
      deliver(destination(limit), tooLong);
    }
  }

  private void deliver(Destination destination, List<String> tooLong) throws Exception {
    Attempts attempts =
        new Attempts(
            "siem",
            destination::message,
            Spool.none("siem"),
            true,
            new SendProblems(Clock.systemUTC()),
            threads,
            Clock.systemUTC());
    List<String> delivered = new ArrayList<>();
    List<String> dead = new ArrayList<>();
    Deque<Delivery> waiting = deliveries(destination);
    for (int step = 0; !waiting.isEmpty(); step++) {
      assertThat(step).as("it comes to an end").isLessThan(MOST_STEPS);
      Delivery message = waiting.removeFirst();
      Exchange exchange = new DefaultExchange(camel);
      exchange.setMessage(destination.message(message, camel));
      attempts.make(exchange);
      SendOutcome outcome = exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
      switch (outcome.kind()) {
        case DELIVERED -> delivered.addAll(idsIn(message.body()));
        case REFUSED -> dead.addAll(idsIn(message.body()));
        case TOO_LARGE -> {
          List<Delivery> halves = outcome.halves();
          waiting.addFirst(halves.get(1));
          waiting.addFirst(halves.get(0));
        }
        default -> waiting.addFirst(outcome.rest());
      }
    }
    assertThat(dead).containsExactlyInAnyOrderElementsOf(tooLong);
    assertThat(stored).containsExactlyInAnyOrderElementsOf(delivered);
    delivered.addAll(dead);
    assertThat(delivered)
        .containsExactlyInAnyOrderElementsOf(flows().flows().stream().map(Flow::id).toList());
  }
}
