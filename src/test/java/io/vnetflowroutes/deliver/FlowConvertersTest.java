package io.vnetflowroutes.deliver;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FlatFormat;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proves that routes get flows as maps, with the names and types of the flat format. */
class FlowConvertersTest {

  private static final String LARGE = "18446744073709551615";

  private final CamelContext camel = new DefaultCamelContext();
  private ProducerTemplate routes;

  @BeforeEach
  void start() throws Exception {
    camel.getTypeConverterRegistry().addTypeConverters(new FlowConverters());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:json").convertBodyTo(Map.class).marshal().json(JsonLibrary.Jackson);
            from("direct:path")
                .convertBodyTo(List.class)
                .setBody(simple("${jsonpath($[?(@.dst_port == 22)].src_ip)}"));
          }
        });
    camel.start();
    routes = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(String tuple) {
    return camel
        .getTypeConverter()
        .convertTo(Map.class, FlowLogText.flow(FlowLogText.record(1, tuple)));
  }

  @Test
  void aMapHasWhatTheFlatFormatHasInItsOrder() throws Exception {
    Flow flow = FlowLogText.flow(FlowLogText.record(1, DENIED));
    ByteOutput out = new ByteOutput(1024);
    new FlatFormat().write(flow, out);
    String flat = new String(out.toByteArray(), StandardCharsets.UTF_8);
    assertThat(new ObjectMapper().writeValueAsString(map(DENIED))).isEqualTo(flat);
  }

  @Test
  void valuesHaveTheirTypes() {
    assertThat(map(DENIED))
        .containsEntry("src_ip", "192.0.2.7")
        .containsEntry("dst_port", 22)
        .containsEntry("decision", "deny")
        .containsEntry("bytes_sent", 0);
    assertThat(map(ALLOWED.replace(",0,0,0,0", ",,,,"))).containsEntry("bytes_sent", null);
    assertThat(map(ALLOWED.replace(",0,0,0,0", ",1," + LARGE + ",0,0")))
        .containsEntry("bytes_sent", new BigInteger(LARGE));
  }

  @Test
  void aFlowIsMarshalledAsJson() throws Exception {
    String json =
        routes.requestBody(
            "direct:json", FlowLogText.flow(FlowLogText.record(1, DENIED)), String.class);
    assertThat(new ObjectMapper().readTree(json).at("/dst_port").asInt()).isEqualTo(22);
  }

  @Test
  void aPartIsSearchedByJsonPath() {
    BatchPart part = FlowLogText.part(Decision.DENY, DENIED, DENIED.replace(",22,", ",443,"));
    List<?> found = routes.requestBody("direct:path", part, List.class);
    assertThat(found).isEqualTo(List.of("192.0.2.7"));
  }
}
