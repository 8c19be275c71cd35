package io.vnetflowroutes.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proves when a message is too old for its receiver. */
class ProtocolTest {

  private static final Instant FIRST = Instant.parse("2026-09-01T08:00:00Z");
  private static final String MESSAGE =
      "0123456789abcdef0123-" + FIRST.toEpochMilli() + "-0-99-allow-0-5";

  private static Protocol protocol(String type, String tooOld) {
    return new Protocol(
        Receivers.named(type).orElseThrow(),
        new Options(Map.of("too-old", tooOld), Map.of(), null),
        "",
        null,
        null);
  }

  @Test
  void aMessageThatIsTooOldIsKeptBackWhereThatIsAskedFor() {
    Protocol datadog = protocol("datadog", "dead-letter");
    assertThat(datadog.tooOld(MESSAGE, FIRST.plusSeconds(18 * 3600))).isEmpty();
    assertThat(datadog.tooOld(MESSAGE, FIRST.plusSeconds(18 * 3600 + 1)))
        .contains("its flows are older than 18 h, and such flows are not placed at their time");
    assertThat(protocol("datadog", "send").tooOld(MESSAGE, FIRST.plusSeconds(1 << 30))).isEmpty();
    assertThat(protocol("otlp", "dead-letter").tooOld(MESSAGE, FIRST.plusSeconds(1 << 30)))
        .isEmpty();
    assertThat(datadog.tooOld("a-route-made-it", FIRST.plusSeconds(1 << 30))).isEmpty();
  }
}
