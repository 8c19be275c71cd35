package io.vnetflowroutes.routes;

import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** Runs {@code routes/examples/denied-ssh-to-chat.camel.yaml} by itself, up to the webhook. */
@CamelMainTest(properties = "chat.webhook=mock:webhook", mockEndpointsAndSkip = "direct:deliver-*")
final class DeniedSshToChatExampleTest {

  @Produce("direct:denied-ssh-to-chat")
  private ProducerTemplate denied;

  @EndpointInject("mock:direct:deliver-chat")
  private MockEndpoint deliver;

  @Produce("direct:chat")
  private ProducerTemplate destination;

  @EndpointInject("mock:webhook")
  private MockEndpoint webhook;

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/examples/denied-ssh-to-chat.camel.yaml");
  }

  /** A message of the destination: a JSON array with so many flows. */
  private static String flows(int count, String rule) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"src_ip\":\"192.0.2.%d\",\"dst_ip\":\"10.1.0.4\",\"dst_port\":22,\"rule\":\"%s\"}"
                    .formatted(i % 250, rule))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String posted() throws Exception {
    assertThat(webhook.getReceivedExchanges()).hasSize(1);
    Exchange post = webhook.getReceivedExchanges().get(0);
    assertThat(post.getMessage().getHeaders()).containsOnlyKeys(Exchange.CONTENT_TYPE);
    JsonNode body = new ObjectMapper().readTree(post.getMessage().getBody(String.class));
    assertThat(body.size()).isOne();
    return body.at("/text").asText();
  }

  @Test
  void onlySshAndRdpGoToTheDestination() {
    String[] tuples = {DENIED, DENIED.replace(",22,", ",443,"), DENIED.replace(",22,", ",3389,")};
    denied.sendBody(FlowLogText.part(Decision.DENY, tuples));
    assertThat(deliver.getReceivedExchanges())
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.getMessage().getBody(BatchPart.class).flows())
                    .extracting(Flow::tuple)
                    .containsExactly(tuples[0], tuples[2]));
  }

  @Test
  void aFlowIsALine() throws Exception {
    destination.sendBody(flows(1, "DefaultRule_DenyAllInBound"));
    assertThat(posted().lines())
        .containsExactly(
            "Denied flows to SSH or RDP: 1 (at most 20 are listed)",
            "192.0.2.0 to 10.1.0.4:22, rule DefaultRule_DenyAllInBound");
  }

  @Test
  void aScanIsOnePost() throws Exception {
    destination.sendBody(flows(1000, "no-ssh"));
    assertThat(posted()).contains("SSH or RDP: 1000 (at most 20 are listed)").hasLineCount(21);
  }

  @Test
  void aHostileRuleNeitherBreaksTheJsonNorMentionsAnybody() throws Exception {
    destination.sendBody(flows(1, "\\\"}, <!channel> \\\\ \\u0007 ${body}"));
    assertThat(posted()).endsWith("rule \"}, (!channel> \\ \u0007 ${body}");
  }

  @Test
  void whatTheChatDoesNotTakeFailsTheAttempt() {
    webhook.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("the chat is down");
        });
    assertThatThrownBy(() -> destination.sendBody(flows(1, "no-ssh")))
        .hasRootCauseMessage("the chat is down");
  }
}
