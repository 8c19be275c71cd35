package io.vnetflowroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class EcsLineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final EcsLine lines = new EcsLine();

  private String line(String message, KeyValuePair... pairs) {
    lines.setContext(context);
    lines.start();
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("io.vnetflowroutes.Test");
    event.setThreadName("test");
    event.setLevel(Level.WARN);
    event.setMessage(message);
    event.setTimeStamp(1_795_000_000_000L);
    for (KeyValuePair pair : pairs) {
      event.addKeyValuePair(pair);
    }
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void pairsAreFieldsAndNumbersStayNumbers() throws IOException {
    JsonNode line =
        JSON.readTree(
            line("Poll finished", new KeyValuePair("flows", 7L), new KeyValuePair("source", "a")));
    assertThat(line.path("@timestamp").asText()).isEqualTo("2026-11-18T11:06:40.000Z");
    assertThat(line.path("log.level").asText()).isEqualTo("WARN");
    assertThat(line.path("message").asText()).isEqualTo("Poll finished");
    assertThat(line.path("flowlogs.flows").isIntegralNumber()).isTrue();
    assertThat(line.path("flowlogs.flows").asInt()).isEqualTo(7);
    assertThat(line.path("flowlogs.source").asText()).isEqualTo("a");
  }

  @Test
  void queriesOfUrlsAreLeftOut() throws IOException {
    String url = "https://h/in?code=s3cr3t";
    JsonNode line = JSON.readTree(line("to " + url + "\\x", new KeyValuePair("uri", url)));
    assertThat(line.path("message").asText()).isEqualTo("to https://h/in?...\\x");
    assertThat(line.path("flowlogs.uri").asText()).isEqualTo("https://h/in?...");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines\r\n\tand more",
        "\u001b[31mred\u009b2J\u0007",
        "\",\"log.level\":\"ERROR\",\"a\":\"",
        "\\\\ back \\ slashes $1 \\u0000",
        "\u202eright to left\u2066\u2028\u2029\u0085\u007f\u0000",
        "\ud83d\ude00 and \udb40\udc41 tags"
      })
  void hostileTextStaysWholeAndIsObeyedByNobody(String text) throws IOException {
    String line = line(text, new KeyValuePair("blob", text), new KeyValuePair("x\n\"", text));
    assertThat(line).endsWith("\n");
    assertThat(line.substring(0, line.length() - 1))
        .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    JsonNode json = JSON.readTree(line);
    assertThat(json.path("message").asText()).isEqualTo(text);
    assertThat(json.path("flowlogs.blob").asText()).isEqualTo(text);
    assertThat(json.path("flowlogs.x\n\"").asText()).isEqualTo(text);
    assertThat(json.path("log.level").asText()).isEqualTo("WARN");
  }

  @Test
  void halfOfASurrogatePairBreaksNothing() throws IOException {
    assertThat(JSON.readTree(line("a\ud83db")).path("message").asText()).startsWith("a");
  }
}
