package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.telemetry.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs {@code routes/deliver.camel.yaml} by itself: what becomes of a message after each outcome of
 * its one attempt.
 */
@CamelMainTest(mockEndpointsAndSkip = "direct:refused")
final class DeliverRouteTest {

  /** Fits one flow, so that each flow of a part is a message. */
  private static final int BODY_LIMIT = 1;

  @BindToRegistry("deliveries")
  final MemoryIdempotentRepository deliveries = new MemoryIdempotentRepository();

  @BindToRegistry("attempts-lake")
  final ScriptedAttempts attempts = new ScriptedAttempts();

  @BindToRegistry("spool-lake")
  final Spool spool;

  @BindToRegistry("counters")
  final Counters counters = new Counters();

  @BindToRegistry("destination-lake")
  final Destination destination = LakeDestination.of(counters, BODY_LIMIT);

  @EndpointInject("mock:direct:refused")
  private MockEndpoint refused;

  @EndpointInject("mock:receiver")
  private MockEndpoint receiver;

  @Produce private ProducerTemplate producer;

  private final Path folder;

  DeliverRouteTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.spool = new Spool("lake", folder, "flat", 1 << 20, Clock.systemUTC());
  }

  @Configure
  void loadTheRoutes(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/deliver.camel.yaml");
    camel.addRoutesBuilder(
        new RouteBuilder() {
          @Override
          public void configure() {
            for (String template : List.of("deliver", "attempt", "send")) {
              templatedRoute(template).parameter("name", "lake").parameter("uri", "mock:receiver");
            }
          }
        });
  }

  /** Delivers flows or a message; returns why that failed, if it did. */
  private Exception deliver(Object body) {
    return producer
        .send("direct:deliver-lake", exchange -> exchange.getMessage().setBody(body))
        .getException();
  }

  /** A part of which three messages are made, as no two flows fit one. */
  private static BatchPart threeMessages() {
    return FlowLogText.part(Decision.DENY, DENIED, DENIED, DENIED);
  }

  /** One message that holds four flows. */
  private static Delivery fourFlows() {
    byte[] body = "1\n2\n3\n4\n".getBytes(StandardCharsets.US_ASCII);
    return new Delivery(
        "part-0-4", "part-0-4.ndjson", body, new int[] {0, 2, 4, 6, 8}, List.of(), 4);
  }

  private static String[] keys(int... numbers) {
    return Arrays.stream(numbers).mapToObj(i -> "batch-deny-" + i + "-1").toArray(String[]::new);
  }

  private Set<String> waiting() throws IOException {
    return SpoolContents.keys(folder).getOrDefault("lake", Set.of());
  }

  private void noRoomForDeadLetters() {
    refused.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("no room for a dead letter");
        });
  }

  @Test
  void whatIsDeliveredIsAcknowledgedAndNotSentAgain() throws Exception {
    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).containsExactly(keys(0, 1, 2));
    assertThat(counters.counts().delivered()).containsEntry("lake", 3L);
    assertThat(waiting()).isEmpty();

    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LATER", "ONLY_THESE", "SETUP"})
  void whatIsNotTakenWaitsAndWhatComesBehindItQueues(Kind outcome) throws Exception {
    attempts.endAs(Kind.DELIVERED, outcome);
    refused.expectedMessageCount(0);
    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).containsExactly(keys(0, 1));
    assertThat(waiting()).containsExactlyInAnyOrder(keys(1, 2));
    assertThat(deliveries.getCache()).as("all count as acknowledged").hasSize(3);
    refused.assertIsSatisfied();
  }

  @Test
  void whatIsTooLargeIsSentAsHalvesEachWithAnOutcomeOfItsOwn() throws Exception {
    attempts.endAs(Kind.TOO_LARGE, Kind.TOO_LARGE, Kind.DELIVERED, Kind.REFUSED, Kind.LATER);
    refused.expectedMessageCount(1);
    assertThat(deliver(fourFlows())).isNull();
    assertThat(attempts.attempted())
        .containsExactly("part-0-4", "part-0-2", "part-0-1", "part-1-1", "part-2-2");
    assertThat(waiting()).containsExactly("part-2-2");
    refused.assertIsSatisfied();
  }

  @Test
  void whatIsRefusedGoesToTheDeadLetterAndHoldsUpNothing() throws Exception {
    attempts.endAs(Kind.DELIVERED, Kind.REFUSED);
    refused.expectedHeaderReceived(RouteNames.DESTINATION, "lake");
    refused.expectedMessageCount(1);
    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).containsExactly(keys(0, 1, 2));
    assertThat(waiting()).isEmpty();
    refused.assertIsSatisfied();
  }

  @Test
  void whereTheDeadLetterFailsTheMessageIsNotAcknowledged() {
    attempts.endAs(Kind.REFUSED);
    noRoomForDeadLetters();
    assertThat(deliver(fourFlows())).hasRootCauseMessage("no room for a dead letter");
    assertThat(deliveries.getCache()).isEmpty();
  }

  @Test
  void whatCannotWaitStopsTheSplitAndIsSentAgainWithAllBehindItButNothingBeforeIt()
      throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("lake"), "no folder");
    attempts.endAs(Kind.DELIVERED, Kind.LATER);
    assertThat(deliver(threeMessages())).hasMessageContaining("spool");
    assertThat(attempts.attempted()).containsExactly(keys(0, 1));
    assertThat(deliveries.getCache()).hasSize(1);

    Files.delete(inTheWay);
    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).containsExactly(keys(1, 2));
  }

  @Test
  void anAttemptThatBreaksFailsTheBatch() throws Exception {
    attempts.breakWith(new IllegalStateException("broken"));
    assertThat(deliver(threeMessages())).hasRootCauseMessage("broken");
    assertThat(attempts.attempted()).containsExactly(keys(0));
    assertThat(deliveries.getCache()).isEmpty();
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whereSomethingWaitsNothingIsAttempted() throws Exception {
    spool.keep(fourFlows());
    assertThat(deliver(threeMessages())).isNull();
    assertThat(attempts.attempted()).isEmpty();
    assertThat(waiting()).hasSize(4);
    assertThat(deliveries.getCache()).hasSize(3);
  }

  @Test
  void theRouteThatSendsHandsTheMessageToTheReceiver() throws Exception {
    receiver.expectedBodiesReceived("anything");
    producer.sendBody("direct:send-lake", "anything");
    receiver.assertIsSatisfied();
  }
}
