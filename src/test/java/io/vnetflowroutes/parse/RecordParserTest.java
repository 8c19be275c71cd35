package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.flow.Unreadable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a record's flows do not depend on the order of its keys, nor on keys unknown. */
class RecordParserTest {

  private static final String TUPLE = FlowLogText.ALLOWED;

  private static List<Batch> read(String... records) {
    return FlowLogText.read(FlowLogText.blob(records));
  }

  private static String withFlows(String flows) {
    return "{\"time\":\"" + FlowLogText.TIME + "\",\"flowRecords\":{\"flows\":" + flows + "}}";
  }

  static Stream<String> keyOrders() {
    String time = "\"time\":\"" + FlowLogText.TIME + "\"";
    String rest =
        "\"flowLogVersion\":4,\"macAddress\":\"%s\",\"flowLogResourceID\":\"%s\",\"targetResourceID\":\"%s\""
            .formatted(FlowLogText.MAC, FlowLogText.FLOW_LOG, FlowLogText.TARGET);
    String acl = "\"aclID\":\"" + FlowLogText.ACL + "\"";
    String rule = "\"rule\":\"UserRule_A\"";
    String tuples = "\"flowTuples\":[\"" + TUPLE + "\"]";
    String ruleFirst = "\"flowGroups\":[{" + rule + ',' + tuples + "}]";
    String ruleLast = "\"flowGroups\":[{" + tuples + ',' + rule + "}]";
    return Stream.of(
            acl + ',' + ruleFirst,
            acl + ',' + ruleLast,
            ruleFirst + ',' + acl,
            ruleLast + ',' + acl)
        .map(item -> "\"flowRecords\":{\"flows\":[{" + item + "}]}")
        .flatMap(
            flows ->
                Stream.of(
                    '{' + time + ',' + rest + ',' + flows + '}',
                    '{' + flows + ',' + rest + ',' + time + '}',
                    '{' + rest + ',' + flows + ',' + time + '}',
                    "{ \"x\" : {\"rule\":[1]} ,\n" + flows + ",\t" + time + ',' + rest + "\r\n}"));
  }

  @ParameterizedTest
  @MethodSource("keyOrders")
  void theOrderOfKeysDoesNotMatter(String record) {
    Flow flow = FlowLogText.flow(record);
    RecordContext context = flow.record();
    assertThat(flow.tuple()).isEqualTo(TUPLE);
    assertThat(flow.group().rule()).isEqualTo("UserRule_A");
    assertThat(flow.group().aclId()).isEqualTo(FlowLogText.ACL);
    assertThat(context.time()).isEqualTo(FlowLogText.TIME);
    assertThat(context.timeMillis()).isEqualTo(1788249606123L);
    assertThat(context.version()).isEqualTo("4");
    assertThat(context.macAddress()).isEqualTo(FlowLogText.MAC);
    assertThat(context.flowLogId()).isEqualTo(FlowLogText.FLOW_LOG);
    assertThat(context.targetId()).isEqualTo(FlowLogText.TARGET);
  }

  @Test
  void listsMayRepeatAndHoldSeveralRules() {
    String one = "{\"aclID\":\"a\",\"flowGroups\":[{\"rule\":\"r1\",\"flowTuples\":[\"%s\"]}]}";
    String two =
        "{\"flowGroups\":[{\"rule\":\"r2\",\"flowTuples\":[\"%s\",\"%s\"]},"
            + "{\"flowTuples\":[\"%s\"],\"rule\":\"r3\"}],\"aclID\":\"a\"}";
    String other = "{\"aclID\":\"b\",\"flowGroups\":[{\"rule\":\"r1\",\"flowTuples\":[\"%s\"]}]}";
    String flows = '[' + one + ',' + two + ',' + one + ',' + other + ']';
    List<Flow> read = FlowLogText.flows(read(withFlows(flows.replace("%s", TUPLE))));
    assertThat(read)
        .extracting(flow -> flow.group().aclId() + flow.group().rule() + flow.ordinal())
        .containsExactly("ar10", "ar21", "ar22", "ar33", "ar14", "br15");
    assertThat(read).extracting(Flow::id).doesNotHaveDuplicates();
  }

  @Test
  void identicalTuplesAreDifferentFlows() {
    List<Flow> flows = FlowLogText.flows(read(FlowLogText.record(0, TUPLE, TUPLE)));
    assertThat(flows).hasSize(2).extracting(Flow::id).doesNotHaveDuplicates();
  }

  @Test
  void missingFieldsAreNull() {
    Flow flow =
        FlowLogText.flow(
            "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":[\""
                + TUPLE
                + "\"]}]}]}}");
    RecordContext context = flow.record();
    assertThat(flow.group().rule()).isNull();
    assertThat(flow.group().aclId()).isNull();
    assertThat(flow.group().aclName()).isNull();
    assertThat(context.time()).isNull();
    assertThat(context.version()).isNull();
    assertThat(context.macAddress()).isNull();
    assertThat(context.flowLogId()).isNull();
    assertThat(context.targetId()).isNull();
    assertThat(context.region()).isNull();
    assertThat(context.subscriptionId()).isNull();
  }

  @Test
  void unknownFieldsOfEveryKindArePassedOver() {
    String odd = "\"new\":{\"flowTuples\":[\"no\"],\"deep\":[[{}],1.5e3,true,null]},";
    String record =
        "{"
            + odd
            + "\"flowRecords\":{"
            + odd
            + "\"flows\":[{"
            + odd
            + "\"flowGroups\":[{"
            + odd
            + "\"flowTuples\":[\""
            + TUPLE
            + "\"]}]}]}}";
    assertThat(FlowLogText.flow(record).tuple()).isEqualTo(TUPLE);
  }

  @ParameterizedTest
  @CsvSource({"4,4", "'\"4\"',4", "5,5", "3,3", "'\"4.1\"',4.1", "null,"})
  void theVersionMayBeANumberOrText(String written, String version) {
    String record = FlowLogText.record(0, TUPLE).replace("Version\":4", "Version\":" + written);
    assertThat(FlowLogText.flow(record).record().version()).isEqualTo(version);
  }

  @Test
  void escapesAndUtf8AreDecoded() {
    String rule = "R\\u00e8gle \\\"a\\\\b\\\" \\/ é 漢 😀 \\ud83d\\ude00";
    String tuple = TUPLE.replace("NX", "N\\u0058_é\\\"");
    Flow flow = FlowLogText.flow(FlowLogText.record(FlowLogText.TIME, rule, tuple));
    assertThat(flow.group().rule()).isEqualTo("Règle \"a\\b\" / é 漢 😀 😀");
    assertThat(flow.get(TupleField.ENCRYPTION)).isEqualTo("NX_é\"");
    assertThat(flow.get(TupleField.PACKETS_SENT)).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"123", "-1.5e3", "null", "true", "[1,\"a]\"]", "{\"a\":\"}\"}", "[]", "{}", "0"})
  void aTupleThatIsNoStringIsSetAsideAlone(String odd) {
    for (String list : List.of("[@,#,@]", "[@,@,#]", "[#,@,@]", "[@,# ,@]")) {
      String tuples = list.replace("@", '"' + TUPLE + '"').replace("#", odd);
      String record =
          withFlows("[{\"flowGroups\":[{\"rule\":\"r\",\"flowTuples\":" + tuples + "}]}]");
      List<Batch> batches = read(record, FlowLogText.twoFlows(1));
      assertThat(FlowLogText.flows(batches)).as(record).hasSize(4);
      assertThat(FlowLogText.texts(FlowLogText.unreadable(batches))).containsExactly(odd);
      assertThat(FlowLogText.unreadable(batches))
          .extracting(Unreadable::kind)
          .containsExactly("tuple");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"time\":\"2026-09-01T08:00:00Z\"}",
        "{\"flowRecords\":5}",
        "{\"flowRecords\":null}",
        "{\"flowRecords\":{\"flows\":{}}}",
        "{\"flowRecords\":{\"flows\":[5]}}",
        "{\"flowRecords\":{\"flows\":[{\"flowGroups\":5}]}}",
        "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[5]}]}}",
        "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":\"x\"}]}]}}",
        "{\"time\":\"t\",\"records\":[{\"a\":1},{\"time\":\"t\",\"flowRecords\":5},{}]}"
      })
  void aRecordOfAnotherShapeIsSetAsideWhole(String record) {
    List<Batch> batches = read(FlowLogText.twoFlows(1), record, FlowLogText.twoFlows(2));
    assertThat(FlowLogText.texts(FlowLogText.unreadable(batches))).containsExactly(record);
    assertThat(FlowLogText.rules(batches)).containsExactly("rule1", "rule2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"flowRecords\":{}}",
        "{\"flowRecords\":{\"flows\":[]}}",
        "{\"flowRecords\":{\"flows\":[{\"aclID\":\"a\",\"flowGroups\":[]}]}}",
        "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"rule\":\"r\",\"flowTuples\":[]}]}]}}"
      })
  void aRecordWithoutFlowsIsNoProblem(String record) {
    List<Batch> batches = read(record);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).records()).isEqualTo(1);
    assertThat(batches.get(0).parts()).isEmpty();
    assertThat(batches.get(0).unreadable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T08:00:06.1234567Z, 1788249606123",
    "2025-08-11T23:46:43.288886Z, 1754956003288",
    "2026-09-01T08:00:06Z, 1788249606000",
    "yesterday, 0",
    "'', 0",
  })
  void theTimeIsKeptAsWrittenAndReadIfItCanBe(String time, long millis) {
    RecordContext record = FlowLogText.flow(FlowLogText.record(time, "r", TUPLE)).record();
    assertThat(record.time()).isEqualTo(time);
    assertThat(record.timeMillis()).isEqualTo(millis);
  }
}
