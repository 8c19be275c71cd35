package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.deliver.Filters;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.telemetry.Counters;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** Runs {@code routes/examples/quiet.camel.yaml} by itself, up to the destination "lake". */
@CamelMainTest(mockEndpointsAndSkip = "direct:deliver-*")
final class QuietExampleTest {

  private final Counters counters = new Counters();

  @BindToRegistry("filters")
  final Filters filters = new Filters(new FilterReport(counters::leftOut));

  @Produce("direct:quiet")
  private ProducerTemplate allowed;

  @EndpointInject("mock:direct:deliver-lake")
  private MockEndpoint lake;

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/examples/quiet.camel.yaml");
  }

  /** So many flows of one kind: a destination port and a state, told apart by their source port. */
  private static String[] flows(int count, String port, String state) {
    return IntStream.range(0, count)
        .mapToObj(i -> ALLOWED.replace("50000,443", (1024 + i) + "," + port))
        .map(tuple -> tuple.replace(",B,", ',' + state + ','))
        .toArray(String[]::new);
  }

  private List<Flow> sent(String... tuples) {
    allowed.sendBody(FlowLogText.part(Decision.ALLOW, tuples));
    return lake.getReceivedExchanges().get(0).getMessage().getBody(BatchPart.class).flows();
  }

  @Test
  void oneInTenOfTheRestStays() {
    assertThat(sent(flows(1000, "443", "E"))).hasSizeBetween(50, 150);
    assertThat(counters.counts().leftOut()).containsOnlyKeys("route quiet");
  }

  @Test
  void beginningsDnsAndNtpGo() {
    assertThat(sent(flows(1000, "443", "B"))).isEmpty();
    lake.reset();
    assertThat(sent(flows(1000, "53", "E"))).isEmpty();
    lake.reset();
    assertThat(sent(flows(1000, "123", "C"))).isEmpty();
  }
}
