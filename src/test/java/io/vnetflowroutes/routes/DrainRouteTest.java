package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.telemetry.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs {@code routes/drain.camel.yaml} by itself, each turn when the test says so instead of by its
 * timer: what becomes of what waits in a spool.
 */
@CamelMainTest(
    mockEndpointsAndSkip = "direct:refused",
    replaceRouteFromWith = "drain-lake=direct:turn")
final class DrainRouteTest {

  @BindToRegistry("attempts-lake")
  final ScriptedAttempts attempts = new ScriptedAttempts();

  @BindToRegistry("spool-lake")
  final Spool spool;

  @BindToRegistry("counters")
  final Counters counters = new Counters();

  @BindToRegistry("destination-lake")
  final Destination destination = LakeDestination.of(counters, 1 << 20);

  @EndpointInject("mock:direct:refused")
  private MockEndpoint refused;

  @Produce("direct:turn")
  private ProducerTemplate drain;

  private final Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T08:00:00Z");

  DrainRouteTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.spool = new Spool("lake", folder, "flat", 1 << 20, clock);
  }

  @Configure
  void loadTheRoutes(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/drain.camel.yaml,file:routes/deliver.camel.yaml");
    camel.addRoutesBuilder(
        new RouteBuilder() {
          @Override
          public void configure() {
            for (String template : List.of("drain", "attempt")) {
              templatedRoute(template)
                  .routeId(template + "-lake")
                  .parameter("name", "lake")
                  .parameter("uri", "mock:receiver");
            }
          }
        });
  }

  @BeforeEach
  void twoMessagesWait() throws Exception {
    spool.keep(message("part-0-2"));
    spool.keep(message("part-2-2"));
  }

  private static Delivery message(String key) {
    byte[] body = (key + "\n2\n").getBytes(StandardCharsets.US_ASCII);
    int[] cuts = {0, body.length - 2, body.length};
    return new Delivery(key, key + ".ndjson", body, cuts, List.of(), 2);
  }

  /** One turn of the drain, and the messages that it attempted to send. */
  private List<String> turn() {
    drain.sendBody(null);
    return attempts.attempted();
  }

  private Set<String> waiting() throws IOException {
    return SpoolContents.keys(folder).getOrDefault("lake", Set.of());
  }

  @Test
  void whatWaitsIsSentInOrderAndForgotten() throws Exception {
    assertThat(turn()).containsExactly("part-0-2", "part-2-2");
    assertThat(waiting()).isEmpty();
    assertThat(counters.counts().delivered()).containsEntry("lake", 4L);
  }

  @ParameterizedTest
  @EnumSource(names = {"LATER", "ONLY_THESE", "SETUP"})
  void whatIsNotTakenStaysAndNothingOvertakesIt(Kind outcome) throws Exception {
    attempts.endAs(outcome);
    assertThat(turn()).containsExactly("part-0-2");
    assertThat(waiting()).containsExactlyInAnyOrder("part-0-2", "part-2-2");

    clock.minutes(60);
    assertThat(turn()).containsExactly("part-0-2", "part-2-2");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void nothingIsTriedAgainBeforeItIsTime() throws Exception {
    attempts.endAs(Kind.LATER);
    assertThat(turn()).containsExactly("part-0-2");
    assertThat(turn()).isEmpty();
    assertThat(waiting()).hasSize(2);
  }

  @Test
  void whatIsTooLargeIsReplacedByItsHalvesWhichAreSentNext() throws Exception {
    attempts.endAs(Kind.TOO_LARGE);
    assertThat(turn()).containsExactly("part-0-2", "part-0-1", "part-1-1", "part-2-2");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whatIsRefusedGoesToTheDeadLetterAndMakesWay() throws Exception {
    attempts.endAs(Kind.REFUSED);
    refused.expectedHeaderReceived(RouteNames.DESTINATION, "lake");
    refused.expectedMessageCount(1);
    assertThat(turn()).containsExactly("part-0-2", "part-2-2");
    assertThat(waiting()).isEmpty();
    refused.assertIsSatisfied();
  }

  @Test
  void whereTheDeadLetterFailsTheMessageStaysAndIsTriedAgain() throws Exception {
    attempts.endAs(Kind.REFUSED);
    refused.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("no room for a dead letter");
        });
    assertThat(turn()).containsExactly("part-0-2");
    assertThat(waiting()).containsExactlyInAnyOrder("part-0-2", "part-2-2");
    assertThat(spool.stuck()).isTrue();
  }

  @Test
  void anAttemptThatBreaksEndsTheTurnAndTheNextOneBeginsWithTheSameMessage() throws Exception {
    attempts.endAs(Kind.DELIVERED);
    attempts.breakWith(new IllegalStateException("broken"));
    assertThat(turn()).containsExactly("part-0-2", "part-2-2");
    assertThat(waiting()).containsExactly("part-2-2");

    clock.minutes(60);
    assertThat(turn()).containsExactly("part-2-2");
    assertThat(waiting()).isEmpty();
  }
}
