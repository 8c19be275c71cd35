package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what receivers of CEF get from its keys, in both versions. */
class CefFormatTest {

  private static final String V6 = "1788249600123,2001:db8::4,2603:1030::5,50000,443,6,O,E,NX";

  private static CefLine line(CefFormat.Version version, Flow flow) {
    String line =
        GoldenCase.texts(new CefFormat(version, Derivation.NONE), List.of(flow)).get(0).strip();
    return CefLine.of(line);
  }

  private static Map<String, String> keys(CefFormat.Version version, String tuple) {
    return line(version, FlowLogText.flow(FlowLogText.record(0, tuple))).extension();
  }

  /**
   * Microsoft's table has {@code in} as ReceivedBytes and {@code out} as SentBytes; its parsers of
   * ASIM make SrcBytes of SentBytes, DstBytes of ReceivedBytes and Dvc of the host name.
   */
  @Test
  void sentinelGetsTheSameFromCefAndFromAsim() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      List<Flow> flows = golden.flows();
      List<String> asim = GoldenCase.texts("asim", flows);
      for (int i = 0; i < flows.size(); i++) {
        JsonNode event = new ObjectMapper().readTree(asim.get(i));
        Map<String, String> keys = line(CefFormat.Version.V1, flows.get(i)).extension();
        assertThat(keys.get("out")).isEqualTo(text(event, "SrcBytes"));
        assertThat(keys.get("in")).isEqualTo(text(event, "DstBytes"));
        assertThat(keys.get("src")).isEqualTo(text(event, "SrcIpAddr"));
        assertThat(keys.get("dst")).isEqualTo(text(event, "DstIpAddr"));
        if (event.has("DvcId")) {
          assertThat(keys.get("dvchost")).isEqualTo(text(event, "Dvc"));
        }
      }
    }
  }

  private static String text(JsonNode event, String column) {
    return event.has(column) ? event.get(column).asText() : null;
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, in, V0",
    "2147483648, flexNumber2, V0",
    "9223372036854775807, flexNumber2, V0",
    "9223372036854775808, AzureVNetFlowBytesReceived, V0",
    "2147483648, in, V1",
    "9223372036854775807, in, V1",
    "18446744073709551615, AzureVNetFlowBytesReceived, V1",
  })
  void largeCountersHaveTheirKey(String bytes, String key, CefFormat.Version version) {
    Map<String, String> keys = keys(version, V6 + ",1,7,1," + bytes);
    assertThat(keys).containsEntry(key, bytes).containsEntry("out", "7");
    assertThat(keys.values()).containsOnlyOnce(bytes);
  }

  @Test
  void ipv6HasKeysOfItsOwnInVersion0Only() {
    assertThat(keys(CefFormat.Version.V0, V6 + ",,,,"))
        .containsEntry("c6a2", "2001:db8::4")
        .containsEntry("c6a3", "2603:1030::5")
        .doesNotContainKeys("src", "dst");
    assertThat(keys(CefFormat.Version.V1, V6 + ",,,,"))
        .containsEntry("src", "2001:db8::4")
        .containsEntry("dst", "2603:1030::5")
        .doesNotContainKeys("c6a2", "c6a3");
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a\\u0000b,a b",
        "a\\u001b[2Jb,a [2Jb",
        "a\\tb\\u000b\\u000c,a b  ",
        "a\\u007fb,a b",
        "a\\u009bb,a b",
        "a\\u0085b\\u2028c\\u2029d,a\\nb\\nc\\nd",
        "a\\r\\nb,a\\r\\nb",
        "ä\\u00a0ł‧–b,ä\u00a0ł‧–b",
      })
  void controlCharactersAreBlanksAndLineEndsAreEscaped(String json, String text) {
    Flow flow = FlowLogText.flow(FlowLogText.record(FlowLogText.TIME, json, V6 + ",,,,"));
    assertThat(line(CefFormat.Version.V0, flow).extension())
        .containsEntry("cs4", text.replace("\\n", "\n").replace("\\r", "\r"));
  }
}
