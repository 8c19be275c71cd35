package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.GoodSettings;
import io.vnetflowroutes.camel.StartProblem;
import io.vnetflowroutes.errors.LoginError;
import io.vnetflowroutes.outcome.DeliveryProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that a malformed login to Kafka is a mistake of the configuration, and is never quoted.
 */
final class KafkaLoginTest {

  private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";

  private final GoodSettings settings;

  KafkaLoginTest(@TempDir Path folder) throws IOException {
    this.settings = GoodSettings.in(folder);
  }

  private static String text(String after) {
    return after.replace("MODULE", MODULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODULE required username=\"u\" password=\"abc\"S3CRET9x\";",
        "MODULE S3CRETPW username=\"u\";",
        "MODULE required username=\"u\" password=\"S3CRET\"",
        "MODULE required password=S3CRET!;",
        "S3CRET",
        "",
      })
  void aMalformedLoginIsAMistakeThatQuotesNothing(String login) throws IOException {
    settings.put("flowlogs.receive.topic", "flowlogs.batches");
    settings.put("flowlogs.receive.kafka.bootstrap.servers", "kafka:9092");
    settings.remove("flowlogs.source.prod.directory");
    settings.put("flowlogs.receive.kafka.sasl.jaas.config", text(login));
    settings.put(
        "flowlogs.destination.lake.uri",
        "kafka:flows?brokers=kafka:9092&saslJaasConfig=RAW(" + text(login) + ")");
    settings.put("flowlogs.dead-letter", settings.get("flowlogs.destination.lake.uri"));
    assertThat(settings.problems())
        .anyMatch(line -> line.startsWith("saslJaasConfig in flowlogs.dead-letter must be one"))
        .anyMatch(line -> line.startsWith("flowlogs.receive.kafka.sasl.jaas.config must be one"))
        .anyMatch(line -> line.startsWith("saslJaasConfig in flowlogs.destination.lake.uri must"))
        .noneMatch(line -> line.contains("S3CRET"));
  }

  @Test
  void aGoodLoginIsTakenRawEncodedOrAsAPlaceholder() throws IOException {
    String login = text("MODULE required username=\"u\" password=\"a\\\"b;c=d\";");
    settings.put(
        "flowlogs.destination.lake.uri",
        "kafka:flows?brokers=kafka:9092&saslJaasConfig=RAW(" + login + ")");
    assertThat(settings.problems()).isEmpty();
    String encoded =
        java.net.URLEncoder.encode(login, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
    settings.put(
        "flowlogs.destination.lake.uri",
        "kafka:flows?brokers=kafka:9092&saslJaasConfig=" + encoded);
    assertThat(settings.problems()).isEmpty();
    settings.put(
        "flowlogs.destination.lake.uri",
        "kafka:flows?brokers=kafka:9092&saslJaasConfig=RAW({{kafka.login}})");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aTokenOfAnEventHubThatBreaksTheLoginIsAMistake() throws IOException {
    settings.remove("flowlogs.destination.lake.uri");
    settings.put("flowlogs.destination.lake.type", "event-hubs");
    settings.put("flowlogs.destination.lake.topic", "flows");
    settings.put(
        "flowlogs.destination.lake.token",
        "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=S3\"CRET");
    assertThat(settings.problems())
        .anyMatch(line -> line.contains("flowlogs.destination.lake.token holds a quotation mark"))
        .noneMatch(line -> line.contains("CRET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODULE required username=\"u\" password=\"abc\"S3CRET9x\";",
        "MODULE S3CRETPW username=\"u\";",
        "S3CRET required username=\"u\";",
      })
  void noSentenceQuotesWhatKafkasClientQuotesOfALogin(String login) {
    Properties options = new Properties();
    options.put("bootstrap.servers", "127.0.0.1:1");
    options.put("security.protocol", "SASL_PLAINTEXT");
    options.put("sasl.mechanism", "PLAIN");
    options.put("sasl.jaas.config", text(login));
    Throwable error = Assertions.catchThrowable(() -> Admin.create(options).close());
    assertThat(error).isInstanceOf(KafkaException.class).hasStackTraceContaining("S3CRET");
    assertThat(StartProblem.sentence(error)).contains("saslJaasConfig").doesNotContain("S3CRET");
    assertThat(DeliveryProblem.sentence(error)).contains("saslJaasConfig").doesNotContain("S3CRET");
    assertThat(LoginError.sentence(error))
        .hasValueSatisfying(line -> assertThat(line).isNotBlank());
    assertThat(LoginError.sentence(new IOException("something else"))).isEmpty();
  }
}
