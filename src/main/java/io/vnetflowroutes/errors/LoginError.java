package io.vnetflowroutes.errors;

import java.util.Optional;
import javax.security.auth.login.LoginException;

/**
 * Errors of Kafka's clients that quote the text of a login, {@code sasl.jaas.config}: a part of a
 * password is among what they quote if its quotation marks are wrong.
 */
public final class LoginError {

  /** What such a text must be, to follow "must be". */
  public static final String FORM =
      "one login module with its options, such as org.apache.kafka.common.security.plain.PlainLoginModule"
          + " required username=\"...\" password=\"...\"; with values in double quotation marks, a"
          + " backslash before each of these marks in a value, and a semicolon at the end";

  private LoginError() {}

  /** The sentence without what the error quotes; empty for any other error. */
  public static Optional<String> sentence(Throwable error) {
    Throwable root = Causes.root(error);
    String message = String.valueOf(root.getMessage());
    if (message.contains("JAAS config")) {
      return Optional.of("sasl.jaas.config of Kafka's client (saslJaasConfig) must be " + FORM);
    }
    return root instanceof LoginException && message.contains("No LoginModule found")
        ? Optional.of(
            "sasl.jaas.config of Kafka's client (saslJaasConfig) names a login module that is not on"
                + " the class path")
        : Optional.empty();
  }
}
