package io.vnetflowroutes.receiver;

import static io.vnetflowroutes.receiver.Fate.DELIVERED;
import static io.vnetflowroutes.receiver.Fate.DIVIDE;
import static io.vnetflowroutes.receiver.Fate.LATER;
import static io.vnetflowroutes.receiver.Fate.REFUSED;
import static io.vnetflowroutes.receiver.Fate.SETUP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden answers, as the services' documentation has them, and what they mean. */
class AnswersTest {

  private static Optional<Reading> read(String type, int status, String body, int entries) {
    Receiver row = Receivers.named(type).orElseThrow();
    return row.answers()
        .apply(new Options(Map.of(), Map.of(), null))
        .read(new Answer(status, body), entries);
  }

  @Test
  void bulkIsReadItemByItem() {
    String body =
        """
        {"errors":true,"items":[{"create":{"status":201}},{"create":{"status":409,"error":
        {"type":"version_conflict_engine_exception"}}},{"create":{"status":400,"error":
        {"type":"mapper_parsing_exception","reason":"failed to parse field [a.b] of type [long] in \
        document with id 'x'. Preview of field's value: 'secret'"}}},{"create":{"status":429}}]}""";
    Reading reading = read("opensearch", 200, body, 4).orElseThrow();
    assertThat(reading.each()).containsExactly(DELIVERED, DELIVERED, REFUSED, LATER);
    assertThat(reading.whole()).isEqualTo(LATER);
    assertThat(reading.left(4)).containsExactly(2, 3);
    assertThat(reading.reason())
        .isEqualTo(
            "it did not take 2 of 4 documents: status 400, mapper_parsing_exception, the field a.b"
                + " is mapped as long")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"401, SETUP", "403, SETUP", "404, SETUP", "429, LATER", "503, LATER", "422, REFUSED"})
  void theStatusOfAnItemDecides(int status, Fate fate) {
    String body = "{\"items\":[{\"create\":{\"status\":%d}}]}".formatted(status);
    assertThat(read("elasticsearch", 200, body, 1).orElseThrow().whole()).isEqualTo(fate);
  }

  @Test
  void whatIsNoAnswerOfTheServiceWaitsForAPerson() {
    assertThat(read("elasticsearch", 200, "<html>Log in</html>", 1).orElseThrow().whole())
        .isEqualTo(SETUP);
    assertThat(read("elasticsearch", 200, "{\"items\":[]}", 1).orElseThrow().whole())
        .isEqualTo(SETUP);
    assertThat(read("elasticsearch", 400, "{}", 1).orElseThrow().whole()).isEqualTo(SETUP);
    assertThat(read("splunk-hec", 200, "ok", 1).orElseThrow().whole()).isEqualTo(SETUP);
    assertThat(read("elasticsearch", 503, "", 1)).isEmpty();
    assertThat(read("splunk-hec", 503, "{\"code\":9}", 1)).isEmpty();
  }

  @Test
  void splunkTakesWhatStandsInFrontOfAnInvalidEvent() {
    String body = "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}";
    Reading reading = read("splunk-hec", 400, body, 5).orElseThrow();
    assertThat(reading.whole()).isEqualTo(DIVIDE);
    assertThat(reading.left(5)).containsExactly(2, 3, 4);
    assertThat(read("splunk-hec", 400, "{\"code\":7}", 5).orElseThrow().whole()).isEqualTo(SETUP);
    assertThat(read("splunk-hec", 400, "{\"code\":5}", 5).orElseThrow().whole()).isEqualTo(REFUSED);
  }

  @Test
  void aRequestThatIsRefusedForOneFlowIsDivided() {
    for (String type : new String[] {"loki", "datadog", "newrelic", "secops", "sentinel"}) {
      assertThat(read(type, 400, "", 5).orElseThrow().whole()).as(type).isEqualTo(DIVIDE);
      assertThat(read(type, 413, "", 5)).as(type).isEmpty();
      assertThat(read(type, 429, "", 5)).as(type).isEmpty();
      assertThat(read(type, 204, "", 5)).as(type).isEmpty();
    }
  }

  @Test
  void aCollectorThatTookAPartIsNotSentTheSameAgain() {
    Reading reading =
        read("otlp", 200, "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\"}}", 5).orElseThrow();
    assertThat(reading.whole()).isEqualTo(REFUSED);
    assertThat(reading.reason()).isEqualTo("it refuses 2 of 5 log records and does not say which");
    assertThat(read("otlp", 200, "{\"partialSuccess\":{}}", 5).orElseThrow().whole())
        .isEqualTo(DELIVERED);
    assertThat(read("otlp", 500, "", 5).orElseThrow().whole()).isEqualTo(REFUSED);
    assertThat(read("otlp", 503, "", 5)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"27, DIVIDE", "117, DIVIDE", "60, SETUP", "516, SETUP", "241, LATER", "159, LATER"})
  void anExceptionOfClickHouseCountsBehind200(int code, Fate fate) {
    String body = "Code: %d, e.displayText() = DB::Exception: secret".formatted(code);
    Reading reading = read("clickhouse", 200, body, 5).orElseThrow();
    assertThat(reading.whole()).isEqualTo(fate);
    assertThat(reading.reason()).doesNotContain("secret");
  }
}
