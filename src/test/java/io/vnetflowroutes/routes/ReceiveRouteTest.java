package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code routes/receive.camel.yaml} by itself, from a record of the topic to its batch: what
 * the next route gets, and that a failure comes back to whoever commits.
 */
@CamelMainTest(mockEndpointsAndSkip = "direct:route*")
final class ReceiveRouteTest {

  @BindToRegistry("received")
  final Received received = new Received();

  @EndpointInject("mock:direct:route")
  private MockEndpoint route;

  @Produce("direct:receive")
  private ProducerTemplate receive;

  /** Stands for what makes batches of records. */
  public static final class Received {

    public String batch(String record) {
      return "batch of " + record;
    }

    public String blob(String batch) {
      return "blob of the " + batch;
    }
  }

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/receive.camel.yaml");
  }

  private Exchange send() {
    return receive.send("direct:receive", exchange -> exchange.getMessage().setBody("a record"));
  }

  @Test
  void theBatchGoesOnWithItsBlobAsAVariable() throws InterruptedException {
    route.expectedBodiesReceived("batch of a record");
    assertThat(send().getException()).isNull();
    route.assertIsSatisfied();
    assertThat(route.getExchanges().get(0).getVariable("blob"))
        .isEqualTo("blob of the batch of a record");
  }

  @Test
  void aFailureStaysOne() {
    route.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("not acknowledged");
        });
    assertThat(send().getException()).hasMessage("not acknowledged");
  }
}
