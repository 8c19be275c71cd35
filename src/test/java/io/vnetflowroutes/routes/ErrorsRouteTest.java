package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.Attempts;
import io.vnetflowroutes.deliver.SendProblems;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.telemetry.Counters;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs {@code routes/errors.camel.yaml} by itself: what goes to the dead letter, and when. */
@CamelMainTest(properties = "flowlogs.dead-letter.uri=mock:letters")
final class ErrorsRouteTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BindToRegistry("deliveries")
  final MemoryIdempotentRepository deliveries = new MemoryIdempotentRepository();

  @BindToRegistry("deadLetters")
  final DeadLetters deadLetters = new DeadLetters("letters");

  @BindToRegistry("counters")
  final Counters counters = new Counters();

  @BindToRegistry("attempts-dead-letter")
  final Attempts attempts =
      new Attempts(
          DeadLetters.NAME,
          (letter, camel) -> null,
          Spool.none(DeadLetters.NAME),
          false,
          new SendProblems(Clock.systemUTC()),
          threads,
          Clock.systemUTC());

  @EndpointInject("mock:letters")
  private MockEndpoint letters;

  @Produce private ProducerTemplate producer;

  @Configure
  void loadTheRoutes(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/errors.camel.yaml");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static Batch batch(String... tuples) {
    return FlowLogText.read(FlowLogText.blob(FlowLogText.record(1, tuples))).get(0);
  }

  private Exception deadLetter(Batch batch) {
    return producer
        .send("direct:dead-letter", exchange -> exchange.getMessage().setBody(batch))
        .getException();
  }

  /** Refuses a message of two flows, as the route of a destination does after such an outcome. */
  private Exception refuse() {
    byte[] body = "1\n2\n".getBytes(StandardCharsets.US_ASCII);
    Delivery message =
        new Delivery("part-0-2", "part-0-2.ndjson", body, new int[] {0, 2, 4}, List.of(), 2);
    DefaultExchange exchange = new DefaultExchange(producer.getCamelContext());
    exchange.getMessage().setHeader(RouteNames.DESTINATION, "siem");
    exchange.setVariable(
        RouteNames.OUTCOME,
        new SendOutcome(
            SendOutcome.Kind.REFUSED, message, message, 0, null, "it answered 400", null, false));
    return producer.send("direct:refused", exchange).getException();
  }

  private List<String> lettersText() {
    return letters.getReceivedExchanges().stream()
        .map(exchange -> exchange.getMessage().getBody(String.class))
        .toList();
  }

  private void failOnce() {
    letters.whenExchangeReceived(
        1,
        exchange -> {
          throw new IllegalStateException("no room for a dead letter");
        });
  }

  @Test
  void aBatchThatWasReadWholeLeavesNoLetter() {
    assertThat(deadLetter(batch(ALLOWED))).isNull();
    assertThat(lettersText()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsKeptOnceForEachBatch() {
    Batch batch = batch(ALLOWED, "not a tuple", "nor this");
    assertThat(deadLetter(batch)).isNull();
    assertThat(deadLetter(batch)).as("delivered again after a crash").isNull();
    assertThat(lettersText())
        .singleElement()
        .asString()
        .contains("not a tuple", "nor this", batch.origin().blob())
        .hasLineCount(2);
  }

  @Test
  void aLetterThatIsNotTakenFailsTheBatchAndIsWrittenWithTheNextAttempt() {
    failOnce();
    Batch batch = batch("not a tuple");
    assertThat(deadLetter(batch)).hasRootCauseMessage("no room for a dead letter");
    assertThat(deliveries.getCache()).isEmpty();
    assertThat(lettersText()).as("the route itself tries nothing again").hasSize(1);
    assertThat(deadLetter(batch)).isNull();
    assertThat(lettersText()).hasSize(2);
  }

  @Test
  void whatADestinationRefusesIsKeptWholeWithTheReasonAndCounted() {
    assertThat(refuse()).isNull();
    assertThat(lettersText()).singleElement().asString().contains("siem", "it answered 400");
    assertThat(counters.counts().refused()).containsEntry("siem", 2L);
  }

  @Test
  void aRefusedMessageThatIsNotKeptIsNotCounted() {
    failOnce();
    assertThat(refuse()).hasRootCauseMessage("no room for a dead letter");
    assertThat(counters.counts().refused()).isEmpty();
  }
}
