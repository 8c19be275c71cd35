package io.vnetflowroutes.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Proves that a flow is a message of RFC 5424, and that no content ends one too early. */
class SyslogTest {

  private static final Pattern MESSAGE =
      Pattern.compile(
          "<(\\d{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?Z) ([!-~]{1,255})"
              + " ([!-~]{1,48}) - (allow|deny)"
              + " \\[flow@32473((?: [!-<>-\\[^-~]{1,32}=\"(?:[^\"\\\\\\]]|\\\\.)*\")+)\\] (.*)");

  private static Protocol protocol(Map<String, String> values, Map<String, String> fields) {
    Receiver row = Receivers.named("syslog").orElseThrow();
    return new Protocol(row, new Options(values, fields, null), "", null, null);
  }

  private static String line(Format format, Flow flow) {
    ByteOutput out = new ByteOutput(1024);
    format.write(flow, out);
    return new String(out.toByteArray(), UTF_8);
  }

  private static Flow flow(Decision decision) {
    boolean deny = decision == Decision.DENY;
    BatchPart part = FlowLogText.part(decision, deny ? FlowLogText.DENIED : FlowLogText.ALLOWED);
    return part.flows().get(0);
  }

  private static Matcher message(String line) {
    Matcher message = MESSAGE.matcher(line);
    assertThat(message.matches()).as(line).isTrue();
    return message;
  }

  @Test
  void aFlowIsAMessageWithItsIdInTheStructuredData() {
    for (String format : List.of("flat", "cef", "ecs", "ocsf")) {
      Flow denied = flow(Decision.DENY);
      Protocol syslog = protocol(Map.of(), Map.of());
      Matcher message = message(line(syslog.around(Formats.named(format).get()), denied));
      assertThat(message.group(1)).isEqualTo("133");
      assertThat(java.time.Instant.parse(message.group(2)).toEpochMilli())
          .isEqualTo(denied.timeMillis());
      assertThat(message.group(3)).isEqualTo(denied.record().macAddress());
      assertThat(message.group(4)).isEqualTo("vnet-flow-routes");
      assertThat(message.group(5)).isEqualTo("deny");
      assertThat(message.group(6)).contains(" id=\"" + denied.id() + '"');
      assertThat(message.group(7)).isEqualTo(line(Formats.named(format).get(), denied));
    }
    Format cef = protocol(Map.of(), Map.of()).around(Formats.named("cef").get());
    assertThat(message(line(cef, flow(Decision.ALLOW))).group(1)).isEqualTo("134");
  }

  @Test
  void fieldsAreHostAndApplicationAndFurtherParametersWithEscapes() {
    Map<String, String> fields =
        Map.of("host", "a b\u00e9", "app-name", "x".repeat(60), "si te=", "a\"b\\c]d\ne");
    Format format = protocol(Map.of(), fields).around(Formats.named("flat").get());
    Matcher message = message(line(format, flow(Decision.ALLOW)));
    assertThat(message.group(3)).isEqualTo("a_b_");
    assertThat(message.group(4)).isEqualTo("x".repeat(48));
    assertThat(message.group(6)).endsWith(" si_te_=\"a\\\"b\\\\c\\]d e\"");
  }

  @Test
  void controlCharactersOfABodyDoNotEndTheMessage() {
    Format hostile = (flow, out) -> out.put("a\nb\r\n<134>1 - - - - - -\u0000\u007f\u00e9");
    Format format = protocol(Map.of(), Map.of()).around(hostile);
    assertThat(message(line(format, flow(Decision.ALLOW))).group(7))
        .isEqualTo("a b  <134>1 - - - - - -  \u00e9");
  }

  @Test
  void eachMessageHasItsLengthInBytesInFrontOrALineFeedBehind() {
    byte[] lines = "one\ntw\u00f6\n\n".getBytes(UTF_8);
    assertThat(protocol(Map.of("framing", "octets"), Map.of()).body(lines))
        .asString(UTF_8)
        .isEqualTo("3 one4 tw\u00f60 ");
    assertThat(protocol(Map.of("framing", "lines"), Map.of()).body(lines)).isEqualTo(lines);
  }

  @Test
  void whatIsLongerThanTheReceiverKeepsIsNotSent() {
    Protocol syslog = protocol(Map.of("message-limit", "5"), Map.of());
    assertThat(syslog.tooLong("12345\n1\n".getBytes(UTF_8))).isEmpty();
    assertThat(syslog.tooLong("1\n123456\n".getBytes(UTF_8)))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("6 bytes", "message-limit, 5 bytes"));
  }
}
