package io.vnetflowroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves who sees the page, and who does not. */
class AdmissionTest {

  private static final String TOKEN = "0123456789-abcdef";

  private static int status(String token, boolean loopback, String host, String authorization) {
    return new Admission(token)
        .refusal(new Admission.Request(loopback, host, authorization))
        .map(Admission.Refusal::status)
        .orElse(200);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "[::1]", "::1"})
  void thisMachineSeesItUnderItsOwnNames(String host) {
    assertThat(status(null, true, host, null)).isEqualTo(200);
    assertThat(status(null, false, host, null)).as("from elsewhere").isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "0.0.0.0",
        "10.0.0.1",
        "[::]",
        "[::1].evil",
        ""
      })
  void aNameOfAStrangersThatLeadsHereIsRefused(String host) {
    assertThat(status(null, true, host, null)).isEqualTo(403);
  }

  @Test
  void aRequestWithoutANameIsRefused() {
    assertThat(status(null, true, null, null)).isEqualTo(403);
  }

  @Test
  void whoHasTheTokenSeesItFromAnywhere() {
    for (String given :
        new String[] {
          "Bearer " + TOKEN, "bearer  " + TOKEN, basic("soc:" + TOKEN), basic(":" + TOKEN)
        }) {
      assertThat(status(TOKEN, false, "flowlogs.example", given)).as(given).isEqualTo(200);
    }
  }

  @Test
  void withATokenNobodySeesItWithoutThatToken() {
    for (String given :
        new String[] {
          null,
          "",
          TOKEN,
          "Bearer",
          "Bearer " + TOKEN + "x",
          "Bearer " + TOKEN.substring(1),
          "Basic ***",
          "Basic " + TOKEN,
          basic(TOKEN + ":"),
          basic("soc:" + TOKEN + ":"),
          "Digest " + TOKEN
        }) {
      assertThat(status(TOKEN, true, "localhost", given)).as(given).isEqualTo(401);
    }
  }
}
