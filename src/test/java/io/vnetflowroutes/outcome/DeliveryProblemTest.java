package io.vnetflowroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receivers;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that what an HTTP server answers is said with what to do, and without a secret. */
class DeliveryProblemTest {

  private static String sentence(int status, String location) {
    return DeliveryProblem.sentence(failed(status, location));
  }

  private static HttpOperationFailedException failed(int status, String location) {
    return new HttpOperationFailedException(
        "http://siem/in?token=secret", status, "", location, Map.of(), "secret");
  }

  @Test
  void aRedirectNamesItsTarget() {
    assertThat(sentence(302, "https://login.example.com/start?session=secret"))
        .isEqualTo(
            "it answered 302 and points to https://login.example.com/start; correct its URI, or look"
                + " for a login page");
    assertThat(sentence(307, "http://user:secret@login.example.com/a@b?sig=secret"))
        .startsWith("it answered 307 and points to http://login.example.com/a@b;");
    assertThat(sentence(302, null)).isEqualTo("it answered 302");
  }

  @ParameterizedTest
  @CsvSource({
    "splunk-hec, 401, check its token",
    "secops, 403, check its credentials-file",
    "sentinel, 403, check its credentials",
    "webhook, 401, check its headers",
    "loki, 404, check its url",
    "datadog, 404, check its url",
  })
  void ofATypeTheKeysAreNamed(String type, int status, String end) {
    Options options =
        new Options(type.equals("datadog") ? Map.of() : Map.of("url", "http://h"), Map.of(), null);
    Protocol protocol =
        new Protocol(Receivers.named(type).orElseThrow(), options, "", "secret", null);
    assertThat(DeliveryProblem.sentence(failed(status, null), protocol)).endsWith(end);
    Options user = new Options(Map.of("user", "me"), Map.of(), null);
    Protocol basic = new Protocol(Receivers.named("loki").orElseThrow(), user, "", null, null);
    assertThat(DeliveryProblem.sentence(failed(401, null), basic))
        .endsWith("check its user and password");
  }

  @ParameterizedTest
  @CsvSource({
    "22003, refuses a row",
    "28P01, check the user and the password",
    "42P01, 'check it, the table, and what the user may do'",
    "08001, check that it runs and can be reached",
    ", check that it runs and can be reached",
  })
  void aDatabaseIsNotQuoted(String state, String part) {
    SQLException error = new SQLException("No driver for jdbc:x?password=secret", state, 7);
    assertThat(DeliveryProblem.sentence(new IllegalStateException(error)))
        .contains(part)
        .contains("(SQLSTATE %s, code 7)".formatted(state))
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"prod, credentials", "'', token"})
  void theLoginOfAnEventHubIsNamed(String credentials, String key) {
    Options options = new Options(Map.of("credentials", credentials), Map.of(), null);
    Protocol protocol =
        new Protocol(Receivers.named("event-hubs").orElseThrow(), options, "", null, null);
    assertThat(DeliveryProblem.sentence(new SaslAuthenticationException("denied"), protocol))
        .isEqualTo("it refuses the login; check its %s (denied)".formatted(key));
  }

  @Test
  void aProxyThatWantsAPasswordIsTold() {
    assertThat(sentence(407, null))
        .startsWith("the proxy in front of it wants a user and a password (407); set them in");
  }

  @Test
  void whatElseIsUsualSaysWhatToCheck() {
    assertThat(sentence(401, null)).contains("credentials are missing or wrong");
    assertThat(sentence(403, null)).contains("do not allow this");
    assertThat(sentence(404, null)).contains("nothing at its path");
    assertThat(sentence(413, null)).contains("lower its body-limit");
  }
}
