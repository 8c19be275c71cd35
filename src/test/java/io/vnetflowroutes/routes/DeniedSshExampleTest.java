package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** Runs {@code routes/examples/denied-ssh.camel.yaml} by itself, up to the destination "alerts". */
@CamelMainTest(mockEndpointsAndSkip = "direct:deliver-*")
final class DeniedSshExampleTest {

  @Produce("direct:denied-ssh")
  private ProducerTemplate denied;

  @EndpointInject("mock:direct:deliver-alerts")
  private MockEndpoint alerts;

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/examples/denied-ssh.camel.yaml");
  }

  /** Denied flows, one to each port. */
  private static BatchPart flows(String... ports) {
    String[] tuples = new String[ports.length];
    for (int i = 0; i < ports.length; i++) {
      tuples[i] = DENIED.replace(",22,", ',' + ports[i] + ',');
    }
    return FlowLogText.part(Decision.DENY, tuples);
  }

  private BatchPart alerted() {
    return alerts.getReceivedExchanges().get(0).getMessage().getBody(BatchPart.class);
  }

  @Test
  void onlySshAndRdpAreAlertedOf() {
    denied.sendBody(flows("22", "443", "3389", "2222"));
    assertThat(alerted().flows())
        .extracting((Flow flow) -> flow.get("dst_port"))
        .containsExactly("22", "3389");
  }

  @Test
  void theSameFlowsAreTheSamePartWheneverTheyAreSent() {
    denied.sendBody(flows("22", "443"));
    denied.sendBody(flows("22", "443"));
    assertThat(alerts.getReceivedExchanges())
        .extracting(exchange -> exchange.getMessage().getBody(BatchPart.class).id())
        .hasSize(2)
        .containsOnly(alerted().id());
  }

  @Test
  void anAlertThatFailsFailsTheBatch() {
    alerts.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("the alerts are down");
        });
    assertThatThrownBy(() -> denied.sendBody(flows("22")))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseMessage("the alerts are down");
  }
}
