package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.rules;
import static io.vnetflowroutes.FlowLogText.texts;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.NsgText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that records of NSG flow logs are read to the last tuple, damaged ones included. */
class NsgRecordTest {

  private static final String GOOD = nsg(1);

  private static String nsg(int number) {
    return NsgText.record(2, number, NsgText.ALLOWED_V2, NsgText.DENIED_V2);
  }

  @Test
  void theNetworkSecurityGroupIsTargetAndList() {
    Flow flow = FlowLogText.flow(NsgText.record(2, 0, NsgText.ALLOWED_V2));
    RecordContext record = flow.record();
    assertThat(record.type()).isEqualTo(FlowLogType.NSG);
    assertThat(record.version()).isEqualTo("2");
    assertThat(record.time()).isEqualTo("2026-09-01T08:00:06.1234567Z");
    assertThat(record.targetId()).isEqualTo(NsgText.NSG);
    assertThat(record.flowLogId()).isNull();
    assertThat(record.macAddress()).isEqualTo(NsgText.MAC);
    assertThat(record.subscriptionId()).isEqualTo("0A1B");
    assertThat(record.resourceGroup()).isEqualTo("RG-NETWORK");
    assertThat(record.virtualNetwork()).isNull();
    assertThat(record.region()).isNull();
    FlowGroup group = flow.group();
    assertThat(group.aclId()).isEqualTo(NsgText.NSG);
    assertThat(group.aclName()).isEqualTo("HUB-NSG");
    assertThat(group.rule()).isEqualTo("rule0");
  }

  @Test
  void bothKindsMayShareABlob() {
    List<Batch> batches = read(blob(nsg(0), twoFlows(1), nsg(2)));
    assertThat(FlowLogText.flows(batches))
        .extracting(flow -> flow.record().type())
        .containsExactly(
            FlowLogType.NSG,
            FlowLogType.NSG,
            FlowLogType.VNET,
            FlowLogType.VNET,
            FlowLogType.NSG,
            FlowLogType.NSG);
    assertThat(batches.get(0).allowed().size()).isEqualTo(3);
    assertThat(batches.get(0).denied().size()).isEqualTo(3);
  }

  @Test
  void rulesMayBeEmptyAndCoverSeveralInterfaces() {
    String two =
        NsgText.flows("AA", NsgText.ALLOWED_V1) + ',' + NsgText.flows("BB", NsgText.DENIED_V1);
    String rules =
        "[{\"rule\":\"r1\",\"flows\":[]},{\"flows\":[%s],\"rule\":\"r2\"},{\"rule\":\"r3\",\"flows\":[%s]}]"
            .formatted(two, "{\"flowTuples\":[\"" + NsgText.ALLOWED_V1 + "\"]}");
    String record =
        NsgText.withRules(1, 0, rules)
            .replace("\"category\"", "\"macAddress\":\"CC\",\"category\"");
    List<Flow> flows = FlowLogText.flows(read(blob(record)));
    assertThat(flows)
        .extracting(flow -> flow.group().rule() + flow.record().macAddress() + flow.ordinal())
        .containsExactly("r2AA0", "r2BB1", "r3CC2");
    assertThat(flows).extracting(Flow::id).doesNotHaveDuplicates();
    assertThat(flows).allMatch(flow -> flow.id().startsWith(flows.get(0).record().idPrefix()));
  }

  @Test
  void theOrderOfKeysDoesNotMatter() {
    String record =
        "{\"properties\":{\"flows\":[{\"flows\":[{\"flowTuples\":[\""
            + NsgText.DENIED_V1
            + "\",\""
            + NsgText.ALLOWED_V1
            + ",x\"],\"mac\":\"AA\"}],\"rule\":\"r\"}],\"Version\":1},\"macAddress\":\"AA\",\"time\":"
            + "\"2026-09-01T08:00:06Z\",\"resourceId\":\"/x/y\"}";
    List<Flow> flows = FlowLogText.flows(read(blob(record)));
    assertThat(flows).hasSize(2);
    assertThat(flows.get(1).extra()).as("the version stands behind the tuple").isEqualTo("x");
    assertThat(flows.get(0).group().rule()).isEqualTo("r");
    assertThat(flows.get(0).group().aclName()).isEqualTo("y");
    assertThat(flows.get(0).record().timeMillis()).isEqualTo(1788249606000L);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "'\"2\"',2", "3,3", "null,"})
  void theVersionPassesWhateverItIs(String written, String version) {
    String record = NsgText.record(2, 0, NsgText.ALLOWED_V2);
    Flow flow = FlowLogText.flow(record.replace("Version\":2", "Version\":" + written));
    assertThat(flow.record().version()).isEqualTo(version);
    assertThat(flow.get("state")).isEqualTo("E");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":\"t\",\"properties\":5}",
        "{\"time\":\"t\",\"properties\":{\"Version\":2}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":{}}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":[5]}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":[{\"rule\":\"r\",\"flows\":5}]}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":[{\"rule\":\"r\",\"flows\":[\"x\"]}]}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":[{\"flows\":[{\"flowTuples\":\"x\"}]}]}}",
        "{\"time\":\"t\",\"properties\":{\"flows\":[]},\"flowRecords\":{\"flows\":[]}}",
        "{\"time\":\"t\",\"flowRecords\":{\"flows\":[]},\"properties\":{\"flows\":[]}}",
      })
  void aRecordOfAnotherShapeIsSetAsideWhole(String record) {
    List<Batch> batches = read(blob(nsg(1), record, nsg(2)));
    assertThat(texts(unreadable(batches))).containsExactly(record);
    assertThat(unreadable(batches).get(0).reason()).isNotBlank();
    assertThat(rules(batches)).containsExactly("rule1", "rule2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "5", "null", "[{\"flows\":[]}]"})
  void aVnetRecordMayHavePropertiesOfAnotherKind(String properties) {
    String vnet = twoFlows(1);
    String record = vnet.substring(0, vnet.length() - 1) + ",\"properties\":" + properties + '}';
    assertThat(FlowLogText.flows(read(blob(record))))
        .hasSize(2)
        .allMatch(flow -> flow.record().type() == FlowLogType.VNET)
        .allMatch(flow -> flow.record().version().equals("4"));
  }

  /** Microsoft's sample of version 1 has an array of records in the place of a record. */
  @Test
  void recordsWithinARecordAreSetAsideAndNotLost() {
    String nested = "{\"records\":[" + nsg(2) + ',' + nsg(3) + "]}";
    List<Batch> batches = read(blob(nsg(0), nested, nsg(4)));
    assertThat(rules(batches)).containsExactly("rule0", "rule4");
    assertThat(texts(unreadable(batches))).containsExactly(nested);
  }

  static Stream<String> withoutOneByte() {
    return IntStream.range(0, GOOD.length())
        .filter(i -> "\"{}[]".indexOf(GOOD.charAt(i)) >= 0)
        .mapToObj(i -> GOOD.substring(0, i) + GOOD.substring(i + 1));
  }

  @ParameterizedTest
  @MethodSource("withoutOneByte")
  void aMissingQuoteOrBracketLosesOnlyItsRecord(String bad) {
    List<Batch> batches = read(blob(nsg(0), bad, nsg(2), nsg(3)));
    assertThat(rules(batches)).contains("rule0", "rule2", "rule3");
    if (!rules(batches).contains("rule1")) {
      assertThat(String.join("", texts(unreadable(batches))).replace(",", ""))
          .isEqualTo(bad.replace(",", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"systemId", "resourceId", "properties", "category", "macAddress"})
  void aRecordIsFoundAgainWhateverItsFirstKey(String key) {
    String next = nsg(2).replaceFirst("\\{", "{\"" + key + "\":\"x\",");
    String bad = nsg(1).replace("\"operationName", "operationName\\\"");
    assertThat(rules(read(blob(nsg(0), bad, next)))).containsExactly("rule0", "rule2");
  }
}
