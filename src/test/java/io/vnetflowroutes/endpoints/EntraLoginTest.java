package io.vnetflowroutes.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.Test;

/** Proves that Kafka's client gets tokens with their time, and a sentence where there is none. */
class EntraLoginTest {

  private final EntraLogin login = new EntraLogin();

  private void configure(String destination) {
    login.configure(
        Map.of(),
        "OAUTHBEARER",
        List.of(
            new AppConfigurationEntry(
                OAuthBearerLoginModule.class.getName(),
                LoginModuleControlFlag.REQUIRED,
                Map.of("destination", destination))));
  }

  private OAuthBearerTokenCallback ask() throws UnsupportedCallbackException {
    OAuthBearerTokenCallback asked = new OAuthBearerTokenCallback();
    login.handle(new Callback[] {asked});
    return asked;
  }

  @Test
  void eachTimeTheClientAsksItGetsTheTokenOfThatTime() throws Exception {
    OffsetDateTime hour = OffsetDateTime.of(2026, 9, 1, 9, 0, 0, 0, ZoneOffset.UTC);
    Deque<AccessToken> tokens =
        new ArrayDeque<>(
            List.of(
                new AccessToken("first-secret", hour),
                new AccessToken("second-secret", hour.plusHours(1))));
    EntraLogin.bind("hub-a", tokens::remove);
    configure("hub-a");
    assertThat(ask().token().value()).isEqualTo("first-secret");
    OAuthBearerTokenCallback second = ask();
    assertThat(second.token().value()).isEqualTo("second-secret");
    assertThat(second.token().lifetimeMs()).isEqualTo(hour.plusHours(1).toInstant().toEpochMilli());
    assertThat(second.token().principalName()).isEqualTo("hub-a");
    assertThat(second.token()).asString().doesNotContain("secret");
    login.close();
  }

  @Test
  void whereThereIsNoTokenItSaysWhy() throws Exception {
    EntraLogin.bind(
        "hub-b",
        () -> {
          throw new ClientAuthenticationException("AADSTS7000222: expired", null);
        });
    configure("hub-b");
    OAuthBearerTokenCallback asked = ask();
    assertThat(asked.token()).isNull();
    assertThat(asked.errorDescription()).contains("the client secret has expired");
  }

  @Test
  void itHasNoExtensionsAndNothingElse() throws Exception {
    SaslExtensionsCallback extensions = new SaslExtensionsCallback();
    login.handle(new Callback[] {extensions});
    assertThat(extensions.extensions().map()).isEmpty();
    assertThatThrownBy(() -> login.handle(new Callback[] {new NameCallback("user")}))
        .isInstanceOf(UnsupportedCallbackException.class);
  }
}
