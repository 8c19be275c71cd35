package io.vnetflowroutes.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.junit.jupiter.api.Test;

/** Proves what the errors of Kafka's consumer say, and that none of them quotes a login. */
final class ReceiveProblemTest {

  @Test
  void aLoginThatKafkasParserQuotesIsNotSaid() {
    Throwable error =
        new KafkaException(
            "Failed to construct kafka consumer",
            new IllegalArgumentException("Value not specified for key 'S3CRET9x' in JAAS config"));
    assertThat(ReceiveProblem.sentence(error, "flows"))
        .contains("sasl.jaas.config", "must be one login module")
        .doesNotContain("S3CRET");
  }

  @Test
  void aSessionTimeoutThatBrokersDoNotAllowNamesItsKey() {
    assertThat(ReceiveProblem.sentence(new InvalidSessionTimeoutException("no"), "flows"))
        .contains("flowlogs.receive.kafka.session.timeout.ms", "group.min.session.timeout.ms");
  }
}
