package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.NsgText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what NSG tuples of both versions become among VNet flows, and which are set aside. */
class NsgTupleTest {

  private static final String V1 = NsgText.ALLOWED_V1;
  private static final String V2 = NsgText.ALLOWED_V2;

  private static List<Batch> read(int version, String tuple) {
    return FlowLogText.read(FlowLogText.blob(NsgText.record(version, 0, tuple)));
  }

  private static Flow flow(int version, String tuple) {
    return FlowLogText.flow(NsgText.record(version, 0, tuple));
  }

  private static String fields(Flow flow) {
    return Arrays.stream(TupleField.values()).map(flow::get).collect(Collectors.joining("|"));
  }

  private static void assertSetAside(int version, String tuple, String reason) {
    List<Batch> batches = read(version, tuple);
    assertThat(FlowLogText.flows(batches)).isEmpty();
    assertThat(FlowLogText.texts(FlowLogText.unreadable(batches)))
        .containsExactly('"' + tuple + '"');
    assertThat(FlowLogText.unreadable(batches).get(0).reason()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; 1788249600,10.1.0.4,10.2.0.5,50000,443,T,O,A;"
            + "1788249600|10.1.0.4|10.2.0.5|50000|443|6|O||||||; ALLOW",
        "1; 1788249600,192.0.2.7,10.1.0.4,50001,53,U,I,D;"
            + "1788249600|192.0.2.7|10.1.0.4|50001|53|17|I|D|||||; DENY",
        "2; 1788249600,10.1.0.4,10.2.0.5,50000,443,T,O,A,E,1,2,3,4;"
            + "1788249600|10.1.0.4|10.2.0.5|50000|443|6|O|E||1|2|3|4; ALLOW",
        "2; 1788249600,10.1.0.4,10.2.0.5,50000,443,T,O,A,B,,,,;"
            + "1788249600|10.1.0.4|10.2.0.5|50000|443|6|O|B|||||; ALLOW",
        "2; 1788249600,10.1.0.4,10.2.0.5,50000,443,U,O,A,C,5,6,0,0;"
            + "1788249600|10.1.0.4|10.2.0.5|50000|443|17|O|C||5|6|0|0; ALLOW",
        "2; 1788249600,192.0.2.7,10.1.0.4,50001,22,T,I,D,B,,,,;"
            + "1788249600|192.0.2.7|10.1.0.4|50001|22|6|I|D|||||; DENY",
        "2; 1788249600,2001:db8::1,2001:db8::2,1,2,T,I,A,E,18446744073709551615,0,,1;"
            + "1788249600|2001:db8::1|2001:db8::2|1|2|6|I|E||18446744073709551615|0||1; ALLOW",
        "2; 1788249600,10.1.0.4,10.2.0.5,0,0,47,O,A,X9,1,2,3,4;"
            + "1788249600|10.1.0.4|10.2.0.5|0|0|47|O|X9||1|2|3|4; ALLOW",
      })
  void everyFieldStandsWhereVnetFlowLogsHaveIt(
      int version, String tuple, String fields, Decision decision) {
    Flow flow = flow(version, tuple);
    assertThat(fields(flow)).isEqualTo(fields);
    assertThat(flow.decision()).isEqualTo(decision);
    assertThat(flow.tuple()).isEqualTo(tuple);
    assertThat(flow.hasExtra()).isFalse();
    assertThat(flow.timeMillis()).isEqualTo(1788249600000L);
    assertThat(flow.protocol()).isEqualTo(Integer.parseInt(flow.get("protocol")));
  }

  @Test
  void millisecondsAreToldFromSecondsHereToo() {
    String tuple = V2.replace("1788249600,", "1788249600123,");
    assertThat(flow(2, tuple).timeMillis()).isEqualTo(1788249600123L);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, true",
    "1, 13, true",
    "1, 7, false",
    "1, 1, false",
    "2, 8, true",
    "2, 13, true",
    "2, 9, false",
    "2, 12, false",
    "2, 7, false",
    "3, 8, true",
    "3, 13, true",
    "3, 10, false",
  })
  void theNumberOfFieldsTellsTheLayoutInAnyVersion(int version, int fields, boolean readable) {
    List<String> parts = List.of(V2.split(",", -1));
    String tuple = String.join(",", parts.subList(0, fields));
    if (readable) {
      assertThat(flow(version, tuple).get("state")).isEqualTo(fields == 8 ? "" : "E");
      assertThat(flow(version, tuple).record().version()).isEqualTo("" + version);
    } else {
      assertSetAside(version, tuple, fields + " fields where 8 or 13");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1; ,; ''", "1; ,x; x", "1; ,x,y,z; x,y,z", "2; ,; ''", "2; ,x,,y; x,,y"})
  void whatStandsBehindTheLastFieldIsExtra(int version, String behind, String extra) {
    String tuple = (version == 1 ? V1 : V2) + behind;
    Flow flow = flow(version, tuple);
    assertThat(flow.hasExtra()).isTrue();
    assertThat(flow.extra()).isEqualTo(extra);
    assertThat(flow.tuple()).isEqualTo(tuple);
    assertThat(flow.get("bytes_received")).isEqualTo(version == 1 ? "" : "4");
  }

  @ParameterizedTest
  @CsvSource({"1, X", "1, ''", "1, a", "2, X", "2, ''", "2, B", "2, AD", "2, \\u0041A"})
  void aDecisionIsNeverGuessed(int version, String decision) {
    String tuple =
        (version == 1 ? V1 : V2).replaceFirst(",O,A", ",O," + decision.replace("\\", "\\\\"));
    String shown = decision.replace("\\u0041", "A");
    assertSetAside(version, tuple, "decision is neither A nor D: '" + shown + "'");
  }

  @Test
  void anAllowedFlowOfStateDWouldContradictItself() {
    assertSetAside(2, V2.replace("A,E", "A,D"), "decision is A where the state is D");
  }

  @ParameterizedTest
  @CsvSource({
    "T, Q, protocol",
    "T, t, protocol",
    "443, 65536, dst_port",
    "10.2.0.5, host, dst_ip",
    "1788249600, yesterday, time",
    "E, 'E,-1', packets_sent",
  })
  void whatOutputsRelyOnIsChecked(String what, String instead, String field) {
    String tuple = V2.replaceFirst("(?<=^|,)" + what + "(?=,)", instead);
    assertSetAside(2, tuple, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", ",,,,,,,"})
  void nothingIsNoTuple(String tuple) {
    assertSetAside(1, tuple, "");
    assertSetAside(2, tuple, "");
  }

  @Test
  void escapesAndUtf8AreDecoded() {
    Flow flow = flow(2, V2.replace(",O,", ",\\u00cf\\\",").replace("443,T", "443,\\u0054"));
    assertThat(flow.get("direction")).isEqualTo("Ï\"");
    assertThat(flow.get("protocol")).isEqualTo("6");
    assertThat(flow.get("bytes_received")).isEqualTo("4");
    assertThat(flow.plain()).isFalse();
    assertThat(flow.tuple()).isEqualTo(V2.replace(",O,", ",Ï\","));
  }

  @Test
  void aTupleLongerThanPositionsCanHoldIsSetAside() {
    assertSetAside(2, V2 + ',' + "x".repeat(70_000), "longer than");
  }
}
