package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.deliver.EveryAcknowledgement;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.telemetry.Counters;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code routes/route.camel.yaml} by itself: who gets which part of a batch, and when the
 * cursor moves. Allowed flows go to "lake", denied ones to "lake" and "siem".
 */
@CamelMainTest(mockEndpointsAndSkip = "direct:(deliver-.*|dead-letter)")
final class RouteRouteTest {

  @BindToRegistry("cursor")
  final NotedCursor cursor = new NotedCursor();

  @BindToRegistry("destinations")
  final Destinations destinations = new Destinations(List.of("lake"), List.of("lake", "siem"));

  @BindToRegistry("everyAcknowledgement")
  final EveryAcknowledgement everyAcknowledgement = new EveryAcknowledgement();

  @BindToRegistry("counters")
  final Counters counters = new Counters();

  @EndpointInject("mock:direct:deliver-lake")
  private MockEndpoint lake;

  @EndpointInject("mock:direct:deliver-siem")
  private MockEndpoint siem;

  @EndpointInject("mock:direct:dead-letter")
  private MockEndpoint deadLetter;

  @Produce("direct:route")
  private ProducerTemplate route;

  /** Stands for the cursor, and notes when it was told what. */
  public static final class NotedCursor {

    private final List<String> told = new ArrayList<>();

    public void plan(ListedBlob blob, Batch batch) {
      told.add("plan " + batch.id());
    }

    public void commit(ListedBlob blob, Batch batch) {
      told.add("commit " + batch.id());
    }
  }

  /** What the routes ask of the blob in hand. */
  public record Blob(ListedBlob listed) {}

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/route.camel.yaml");
  }

  private static Batch batch(String... tuples) {
    return FlowLogText.read(FlowLogText.blob(FlowLogText.record(1, tuples))).get(0);
  }

  /** Sends a batch through the route; returns why it was not acknowledged, if it was not. */
  private Exception send(Batch batch) {
    DefaultExchange exchange = new DefaultExchange(route.getCamelContext());
    exchange.setVariable(
        "blob", new Blob(new ListedBlob("prod", batch.origin().blob(), 0, "", 0, 0, 0)));
    exchange.getMessage().setBody(batch);
    return route.send(exchange).getException();
  }

  private static List<BatchPart> parts(MockEndpoint mock) {
    return mock.getReceivedExchanges().stream()
        .map(exchange -> exchange.getMessage().getBody(BatchPart.class))
        .toList();
  }

  @Test
  void eachDecisionGoesToItsDestinations() {
    Batch batch = batch(ALLOWED, DENIED, ALLOWED);
    assertThat(send(batch)).isNull();
    assertThat(parts(lake))
        .extracting(BatchPart::decision)
        .containsExactly(Decision.ALLOW, Decision.DENY);
    assertThat(parts(siem)).containsExactly(batch.denied());
    assertThat(counters.counts().batches()).isOne();
  }

  @Test
  void aBatchOfOnlyAllowGoesNoOtherWay() {
    assertThat(send(batch(ALLOWED, ALLOWED))).isNull();
    assertThat(parts(lake)).singleElement().extracting(BatchPart::size).isEqualTo(2);
    assertThat(parts(siem)).isEmpty();
  }

  @Test
  void aBatchOfOnlyDenyGoesNoOtherWay() {
    Batch batch = batch(DENIED);
    assertThat(send(batch)).isNull();
    assertThat(parts(lake)).containsExactly(batch.denied());
    assertThat(parts(siem)).containsExactly(batch.denied());
  }

  @Test
  void theWholeBatchGoesToTheDeadLetterWhichTakesWhatIsUnreadable() {
    Batch batch = batch(ALLOWED, "not a tuple");
    assertThat(batch.unreadable()).hasSize(1);
    assertThat(send(batch)).isNull();
    assertThat(deadLetter.getReceivedExchanges())
        .singleElement()
        .satisfies(exchange -> assertThat(exchange.getMessage().getBody()).isSameAs(batch));
  }

  @Test
  void theCursorMovesBehindTheLastAcknowledgementAndThePlanIsThereBeforeTheFirst() {
    Batch batch = batch(ALLOWED, DENIED);
    List<List<String>> toldBefore = new ArrayList<>();
    for (MockEndpoint end : List.of(lake, siem, deadLetter)) {
      end.whenAnyExchangeReceived(exchange -> toldBefore.add(List.copyOf(cursor.told)));
    }
    assertThat(send(batch)).isNull();
    assertThat(toldBefore).hasSize(4).containsOnly(List.of("plan " + batch.id()));
    assertThat(cursor.told).containsExactly("plan " + batch.id(), "commit " + batch.id());
  }

  @Test
  void oneDestinationThatFailsKeepsTheCursorWhoeverTakesTheFlowsBehindIt() {
    lake.whenExchangeReceived(
        1,
        exchange -> {
          throw new IllegalStateException("the lake is frozen");
        });
    Batch batch = batch(ALLOWED, DENIED);
    assertThat(send(batch)).hasRootCauseMessage("the lake is frozen");
    assertThat(parts(siem)).as("the others get theirs").containsExactly(batch.denied());
    assertThat(cursor.told).containsExactly("plan " + batch.id());
    assertThat(counters.counts().batches()).isZero();
  }

  @Test
  void aDeadLetterThatFailsKeepsTheCursor() {
    deadLetter.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("no room for a dead letter");
        });
    Batch batch = batch(ALLOWED);
    assertThat(send(batch)).hasRootCauseMessage("no room for a dead letter");
    assertThat(cursor.told).containsExactly("plan " + batch.id());
  }
}
