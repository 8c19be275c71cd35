package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.it.HttpReceiver;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the URL that was written is called, and that raw values arrive as they are. */
class SendEndpointsTest {

  private final HttpReceiver http = HttpReceiver.start();
  private final CamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    Properties placeholders = new Properties();
    placeholders.put("where", "place");
    placeholders.put("what", "a=1&b=%2B");
    context.getPropertiesComponent().setInitialProperties(placeholders);
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
    http.close();
  }

  private HttpReceiver.Request sent(String uri) throws Exception {
    String bound = SendEndpoints.uri(context, "siem", uri);
    try (ProducerTemplate sender = context.createProducerTemplate()) {
      sender.sendBody(bound, "flows");
    }
    return http.requests().get(http.requests().size() - 1);
  }

  /** The receiver stands for the proxy: nobody else knows the host. */
  @Test
  void aProxyInTheUriIsUsed() throws Exception {
    sent("http://nobody.invalid/in?proxyHost=127.0.0.1&proxyPort=" + http.port());
    assertThat(http.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/in /in",
        "/enc?sig=a%2Bb%2Fc%3D%26d%20e /enc?sig=a%2Bb%2Fc%3D%26d%20e",
        "/in%20put/a%2Fb/c%2Bd+e/%25 /in%20put/a%2Fb/c%2Bd+e/%25",
        "/a&b/c;d=e,f/g:h@i/~x!$'()* /a&b/c;d=e,f/g:h@i/~x!$'()*",
        "/x?code=aa/bb+cc== /x?code=aa/bb+cc==",
        "/x?b=1&a=2&b=3&flag&empty= /x?b=1&a=2&b=3&flag&empty=",
        "/x?a%5B%5D=1&u=http://h/p?q /x?a%5B%5D=1&u=http://h/p?q",
        "/x?a=%252B&connectTimeout=5000&z=%C3%A4 /x?a=%252B&z=%C3%A4",
        "/x?authMethod=Basic&authUsername=u&authPassword=RAW(p)&q=%26 /x?q=%26",
        "/x?httpClient.responseTimeout=5000&q=1 /x?q=1",
        "/x?sig=RAW(a%2Bb%2Fc%3D%26d) /x?sig=a%2Bb%2Fc%3D%26d",
        "/x?sig=RAW(a+b/c=&d)&y=1 /x?sig=a%2Bb/c=%26d&y=1",
        "/{{where}}?{{what}}&c={{where}} /place?a=1&b=%2B&c=place",
        "/x?c={{?nowhere}}&d=1 /x?d=1",
      })
  void theUrlThatIsWrittenIsTheUrlThatIsCalled(String written, String called) throws Exception {
    assertThat(sent(http.url(written)).path()).isEqualTo(called);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p{{x}}y",
        "p}}y",
        "{{env:HOME}}",
        "{{?x}}",
        "p{{",
        "$simple{1+1}",
        "p${sys.user.dir}y",
        "RAW(p)",
        "RAW{p}",
        "#bean",
        "#class:java.lang.String",
        "p%41y",
        "100%25",
        "p+y p",
        "p&q=r",
        "p?q",
        "p)y",
        "p\\y",
        "p\"'y",
        "pä€漢y",
      })
  void aRawValueArrivesAsItIs(String secret) throws Exception {
    http.requireBasic("u", secret);
    String raw = secret.contains(")") ? "RAW{" + secret + "}" : "RAW(" + secret + ")";
    HttpReceiver.Request request =
        sent(
            http.url(
                "/in?authMethod=Basic&authUsername=u&authenticationPreemptive=true&authPassword="
                    + raw));
    assertThat(request.status()).isEqualTo(200);
    String login = request.headers().get("authorization").replaceFirst("Basic ", "");
    assertThat(new String(Base64.getDecoder().decode(login), StandardCharsets.UTF_8))
        .isEqualTo("u:" + secret);
    assertThat(context.getEndpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).doesNotContain(secret));
  }

  @Test
  void otherComponentsGetThemAsTheyAreToo() throws Exception {
    String jaas = "org.example.Login required password=\"p{{x}}y $simple{1} %25\";";
    Endpoint kafka =
        context.getEndpoint(
            SendEndpoints.uri(
                context,
                "bus",
                "kafka:flows?brokers=127.0.0.1:9&saslMechanism=PLAIN&saslJaasConfig=RAW("
                    + jaas
                    + ")"));
    assertThat(kafka).isInstanceOf(KafkaEndpoint.class);
    assertThat(((KafkaEndpoint) kafka).getConfiguration().getSaslJaasConfig()).isEqualTo(jaas);
    assertThat(((KafkaEndpoint) kafka).getConfiguration().getBrokers()).isEqualTo("127.0.0.1:9");
    assertThat(kafka.getEndpointUri()).doesNotContain("p{{x}}y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:out?fileExist=Append", "kafka:flows?saslJaasConfig=RAW(x \"y\";)"})
  void whatCamelDoesRightIsLeftToIt(String uri) throws Exception {
    assertThat(SendEndpoints.uri(context, "other", uri)).isEqualTo(uri);
  }
}
