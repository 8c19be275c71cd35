package io.vnetflowroutes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step that replaces a blob by its flows. */
class BlobSplitTest {

  private static final String BLOB =
      "flowLogResourceID=/S_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_VNET-RG-FLOWLOG"
          + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final BlobSplit split = new BlobSplit();

  @AfterEach
  void close() throws IOException {
    camel.close();
  }

  private Exchange split(String name, Object body) throws IOException {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader("CamelAzureStorageBlobBlobName", name);
    split.split(exchange);
    return exchange;
  }

  private static String blob(String... records) {
    return "{\"records\":[" + String.join(",", records) + "]}";
  }

  @Test
  void eachFlowIsALine() throws IOException {
    byte[] blob =
        blob(
                FlowLogText.record(1, FlowLogText.ALLOWED, FlowLogText.DENIED),
                FlowLogText.record(2, FlowLogText.DENIED))
            .getBytes(StandardCharsets.UTF_8);
    Exchange exchange = split(BLOB, blob);
    List<String> lines = exchange.getMessage().getBody(String.class).lines().toList();
    assertThat(lines)
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"id\":\"") && line.endsWith("}"))
        .doesNotHaveDuplicates();
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry("CamelFlowlogsFlows", 3)
        .containsEntry(Exchange.CONTENT_TYPE, "application/x-ndjson");
    assertThat(exchange.getProperty("CamelFlowlogsUnreadable")).isNull();
  }

  @Test
  void whatCannotBeReadIsInAPropertyThatNoProducerSendsAndTheRestIsSplit() throws IOException {
    Exchange exchange =
        split(BLOB, blob(FlowLogText.record(1, FlowLogText.ALLOWED, "no tuple"), "{\"time\":"));
    StreamCache body = (StreamCache) exchange.getMessage().getBody();
    for (int reader = 0; reader < 2; reader++) {
      assertThat(exchange.getMessage().getBody(String.class).lines()).hasSize(1);
      body.reset();
    }
    assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelFlowlogsUnreadable");
    String letters = exchange.getProperty("CamelFlowlogsUnreadable", String.class);
    assertThat(letters.lines()).hasSize(2).allMatch(line -> line.contains("\"reason\":"));
    assertThat(letters).contains("no tuple");
  }

  @Test
  void theFormatMayBeAnyThatHasLines() throws IOException {
    split.setFormat("csv");
    split.setSource("prod");
    assertThat(
            split(BLOB, blob(FlowLogText.record(1, FlowLogText.ALLOWED)))
                .getMessage()
                .getBody(String.class)
                .lines())
        .hasSize(2);
    assertThatThrownBy(() -> split.setFormat("parquet"))
        .hasMessage("format is parquet, but must be a format with one flow per line");
    assertThatThrownBy(() -> split.setFormat("flt")).hasMessageContaining("no format 'flt'");
  }

  @Test
  void aBlobWithoutItsNameIsRefused() {
    assertThatThrownBy(() -> split("somewhere.json", blob()))
        .hasMessageContaining(
            "None of the headers [CamelAzureStorageBlobBlobName, CamelFileName] names a blob");
  }
}
