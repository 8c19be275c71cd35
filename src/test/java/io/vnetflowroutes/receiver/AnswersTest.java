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

  private static Optional<AnswerVerdict> read(String type, int status, String body, int entries) {
    Receiver row = Receivers.named(type).orElseThrow();
    Options options = new Options(Map.of("index", "i"), Map.of(), null);
    return new Protocol(row, options, "", "secret", null).read(new Answer(status, body), entries);
  }

  @Test
  void bulkIsReadItemByItem() {
    String body =
        """
        {"errors":true,"items":[{"create":{"status":201}},{"create":{"status":409,"error":
        {"type":"version_conflict_engine_exception"}}},{"create":{"status":400,"error":
        {"type":"mapper_parsing_exception","reason":"failed to parse field [a.b] of type [long] in \
        document with id 'x'. Preview of field's value: 'secret'"}}},{"create":{"status":429}}]}""";
    AnswerVerdict verdict = read("opensearch", 200, body, 4).orElseThrow();
    assertThat(verdict.each()).containsExactly(DELIVERED, DELIVERED, REFUSED, LATER);
    assertThat(verdict.whole()).isEqualTo(LATER);
    assertThat(verdict.left(4)).containsExactly(2, 3);
    assertThat(verdict.reason())
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
    assertThat(read("splunk-hec", 400, "Bad Request", 1).orElseThrow().reason())
        .isEqualTo(
            "it answered 400, but not as Splunk does; check url, and what is in front of it");
    assertThat(read("loki", 400, " <!-- a -->\n<HTML lang=en>", 1).orElseThrow().whole())
        .isEqualTo(SETUP);
    assertThat(read("webhook", 400, "<html>", 1).orElseThrow().whole()).isEqualTo(DIVIDE);
    assertThat(read("loki", 400, "<htmlx", 1).orElseThrow().whole()).isEqualTo(DIVIDE);
    assertThat(read("splunk-hec", 200, "ok", 1).orElseThrow().whole()).isEqualTo(SETUP);
    assertThat(read("elasticsearch", 503, "", 1)).isEmpty();
    assertThat(read("splunk-hec", 503, "{\"code\":9}", 1)).isEmpty();
  }

  @Test
  void splunkTakesWhatStandsInFrontOfAnInvalidEvent() {
    String body = "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}";
    AnswerVerdict verdict = read("splunk-hec", 400, body, 5).orElseThrow();
    assertThat(verdict.whole()).isEqualTo(DIVIDE);
    assertThat(verdict.left(5)).containsExactly(2, 3, 4);
    assertThat(read("splunk-hec", 400, "{\"code\":7}", 5).orElseThrow().whole()).isEqualTo(SETUP);
    assertThat(read("splunk-hec", 400, "{\"code\":5}", 5).orElseThrow().whole()).isEqualTo(SETUP);
    AnswerVerdict senseless =
        read("splunk-hec", 400, "{\"code\":12,\"invalid-event-number\":5}", 5).orElseThrow();
    assertThat(senseless.whole()).isEqualTo(LATER);
    assertThat(senseless.reason()).isEqualTo("it answered 400 with code 12 about event 6 of 5");
  }

  @Test
  void whatSplunkNeverAcknowledgesIsNotSentAgain() {
    HecAnswers answers = new HecAnswers("channel");
    AnswerVerdict without = answers.read(new Answer(200, "{\"code\":0}"), 5).orElseThrow();
    assertThat(without.whole()).isEqualTo(DELIVERED);
    assertThat(without.reason()).contains("set ack = false");
    Question question =
        answers.read(new Answer(200, "{\"code\":0,\"ackId\":7}"), 5).orElseThrow().question();
    assertThat(question.reader().apply(new Answer(200, "{\"acks\":{\"7\":true}}")))
        .isEqualTo(AnswerVerdict.delivered());
    assertThat(question.reader().apply(new Answer(400, "{\"code\":14}"))).isEqualTo(without);
    for (int status : new int[] {200, 429, 503}) {
      assertThat(question.reader().apply(new Answer(status, "")).question()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | index_closed_exception | closed | SETUP | closed",
        "400 | validation_exception | this action would add [2] shards | SETUP | [2] shards",
        "400 | invalid_index_name_exception | must be lowercase | SETUP | must be lowercase",
        "400 | illegal_argument_exception | no write index is defined for alias [a]. | SETUP | [a]",
        "400 | illegal_argument_exception | Alias [a] has more than one index | SETUP | than one",
        "400 | illegal_argument_exception | Limit of total fields [9] has been | SETUP | fields [9]",
        "400 | illegal_argument_exception | pipeline with id [p] does not exist | SETUP | id [p]",
        "400 | illegal_argument_exception | term is immense: [secret] | REFUSED | _exception",
        "400 | strict_dynamic_mapping_exception | mapping set to strict, dynamic introduction of"
            + " [a.b] within [_doc] | REFUSED | its mapping has no field a.b",
        "400 | document_parsing_exception | [1:2] failed to parse: secret | REFUSED | _exception",
        "409 | version_conflict_engine_exception | there | DELIVERED | ",
        "409 | index_primary_shard_not_allocated_exception | secret | LATER | _exception",
      })
  void whatIsWrongWithAnIndexWaitsForAPerson(
      int status, String type, String words, Fate fate, String said) {
    String body =
        "{\"items\":[{\"create\":{\"status\":%d,\"error\":{\"type\":\"%s\",\"reason\":\"%s\"}}}]}"
            .formatted(status, type, words);
    for (String service : new String[] {"elasticsearch", "opensearch"}) {
      AnswerVerdict verdict = read(service, 200, body, 1).orElseThrow();
      assertThat(verdict.whole()).isEqualTo(fate);
      if (said != null) {
        assertThat(verdict.reason()).contains(said).doesNotContain("secret");
      }
    }
  }

  @Test
  void aRequestThatIsRefusedForOneFlowIsDivided() {
    for (String type :
        new String[] {
          "loki", "datadog", "newrelic", "secops", "sentinel", "sumo", "otlp", "webhook"
        }) {
      assertThat(read(type, 400, "", 5).orElseThrow().whole()).as(type).isEqualTo(DIVIDE);
      assertThat(read(type, 422, "{}", 5).orElseThrow().whole()).as(type).isEqualTo(DIVIDE);
      assertThat(read(type, 413, "", 5)).as(type).isEmpty();
      assertThat(read(type, 429, "", 5)).as(type).isEmpty();
      assertThat(read(type, 500, "<html>", 5)).as(type).isEmpty();
    }
  }

  @Test
  void aCollectorThatTookAPartIsNotSentTheSameAgain() {
    AnswerVerdict verdict =
        read("otlp", 200, "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\"}}", 5).orElseThrow();
    assertThat(verdict.whole()).isEqualTo(REFUSED);
    assertThat(verdict.reason()).isEqualTo("it refuses 2 of 5 log records and does not say which");
    assertThat(read("otlp", 200, "{\"partialSuccess\":{}}", 5).orElseThrow().whole())
        .isEqualTo(DELIVERED);
    for (int status : new int[] {500, 501, 503}) {
      assertThat(read("otlp", status, "", 5)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"27, DIVIDE", "117, DIVIDE", "60, SETUP", "516, SETUP", "241, LATER", "159, LATER"})
  void anExceptionOfClickHouseCountsBehind200(int code, Fate fate) {
    String body = "Code: %d, e.displayText() = DB::Exception: secret".formatted(code);
    AnswerVerdict verdict = read("clickhouse", 200, body, 5).orElseThrow();
    assertThat(verdict.whole()).isEqualTo(fate);
    assertThat(verdict.reason()).doesNotContain("secret");
  }
}
