package io.vnetflowroutes.endpoints;

import com.azure.core.credential.AccessToken;
import io.vnetflowroutes.source.AzureProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/**
 * Logs Kafka's client in to an event hub with tokens of Entra ID. The client makes the instance
 * from the name of this class and passes only texts, so the instance finds the supplier of tokens
 * by the destination's name. The client asks for the next token before one expires, on a thread of
 * its own.
 */
public final class EntraLogin implements AuthenticateCallbackHandler {

  private static final String DESTINATION = "destination";
  private static final Map<String, Supplier<AccessToken>> TOKENS = new ConcurrentHashMap<>();

  private String destination;

  /** Called by Kafka's client. */
  public EntraLogin() {}

  /** Sets the supplier of tokens for a destination. */
  static void bind(String destination, Supplier<AccessToken> tokens) {
    TOKENS.put(destination, tokens);
  }

  /**
   * The options of Camel's Kafka endpoint for it. The producer starts with the first message,
   * because it logs in at once: otherwise the program could not start while Entra ID does not
   * answer.
   */
  static String options(String destination) {
    return "&lazyStartProducer=true&saslMechanism=OAUTHBEARER&saslJaasConfig=RAW("
        + OAuthBearerLoginModule.class.getName()
        + " required "
        + DESTINATION
        + "=\""
        + destination
        + "\";)&additionalProperties.sasl.login.callback.handler.class="
        + EntraLogin.class.getName();
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> login) {
    destination = (String) login.get(0).getOptions().get(DESTINATION);
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback asked) {
        answer(asked);
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private void answer(OAuthBearerTokenCallback asked) {
    try {
      AccessToken token = TOKENS.get(destination).get();
      asked.token(
          new Bearer(
              token.getToken(),
              Set.of(),
              token.getExpiresAt().toInstant().toEpochMilli(),
              destination,
              null));
    } catch (RuntimeException e) {
      asked.error("no_token", AzureProblem.ofToken(e), null);
    }
  }

  @Override
  public void close() {}

  /** A token, as Kafka's client has it. */
  private record Bearer(
      String value, Set<String> scope, long lifetimeMs, String principalName, Long startTimeMs)
      implements OAuthBearerToken {

    @Override
    public String toString() {
      return "a token for " + principalName;
    }
  }
}
