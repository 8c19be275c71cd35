package io.vnetflowroutes.settings;

import io.vnetflowroutes.errors.LoginError;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** The text of a login to Kafka, which Kafka's own parser reads without any connection. */
public final class LoginText {

  private LoginText() {}

  /**
   * The mistake in a text, as a sentence that quotes nothing of it.
   *
   * @param key the setting that holds the text
   */
  public static Optional<String> problem(String key, String text) {
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(text)));
      return Optional.empty();
    } catch (IllegalArgumentException | KafkaException e) {
      return Optional.of("%s must be %s".formatted(key, LoginError.FORM));
    }
  }
}
