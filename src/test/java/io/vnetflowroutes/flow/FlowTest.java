package io.vnetflowroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what a flow tells of itself, and that its id is its position and nothing else. */
class FlowTest {

  private static final String TUPLE =
      "1788249600123,10.1.0.4,2001:db8::5,50000,443,6,O,E,NX,18446744073709551615,,3,0";

  private static Flow flow() {
    return FlowLogText.flow(FlowLogText.record(0, TUPLE));
  }

  @Test
  void fieldsAreReadByTheirWords() {
    Flow flow = flow();
    assertThat(flow.get("src_ip")).isEqualTo("10.1.0.4");
    assertThat(flow.get("dst_ip")).isEqualTo("2001:db8::5");
    assertThat(flow.get("dst_port")).isEqualTo("443");
    assertThat(flow.get("state")).isEqualTo("E");
    assertThat(flow.get("encryption")).isEqualTo("NX");
    assertThat(flow.get("bytes_sent")).isEmpty();
    assertThat(flow.protocol()).isEqualTo(6);
    assertThat(flow.timeMillis()).isEqualTo(1788249600123L);
    assertThat(flow.decision()).isEqualTo(Decision.ALLOW);
  }

  @Test
  void anUnknownWordIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> flow().get("port"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'port'")
        .hasMessageContaining("dst_port")
        .hasMessageContaining("bytes_received");
  }

  @Test
  void countersAreUnsignedAndEmptyIsNotZero() {
    Flow flow = flow();
    assertThat(flow.counter(TupleField.PACKETS_SENT).getAsLong()).isEqualTo(-1L);
    assertThat(flow.counter(TupleField.BYTES_SENT)).isEmpty();
    assertThat(flow.counter(TupleField.PACKETS_RECEIVED)).hasValue(3);
    assertThat(flow.counter(TupleField.BYTES_RECEIVED)).hasValue(0);
  }

  @Test
  void theIdIsBlobRecordAndOrdinal() {
    Flow flow = flow();
    assertThat(flow.id()).isEqualTo(flow.record().idPrefix() + flow.ordinal());
    assertThat(flow.id()).startsWith(FlowLogText.ORIGIN.digest()).hasToString(flow.toString());
    assertThat(flow.record().offset()).isEqualTo("{\"records\":[".length());
    assertThat(flow().id()).isEqualTo(flow.id());
  }

  @Test
  void anArchivedCopyOfABlobGivesTheSameIdsAndAnotherBlobOthers() {
    Instant hour = FlowLogText.ORIGIN.hour();
    Origin here = new Origin("account", "a/PT1H.json", hour);
    assertThat(new Origin("archive", "a/PT1H.json", hour).digest()).isEqualTo(here.digest());
    assertThat(new Origin("account", "b/PT1H.json", hour).digest()).isNotEqualTo(here.digest());
    assertThat(here.digest()).matches("[0-9a-f]{20}");
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v, s, g, v",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n,"
        + " s, g, v",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/nic, s, g,",
    "/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/V, S, G, V",
    "odd,,,",
    ",,,",
  })
  void namesComeFromTheTarget(String target, String subscription, String group, String network) {
    RecordContext record =
        new RecordContext(
            FlowLogText.ORIGIN, 0, null, 0, FlowLogType.VNET, null, null, null, target, null);
    assertThat(record.subscriptionId()).isEqualTo(subscription);
    assertThat(record.resourceGroup()).isEqualTo(group);
    assertThat(record.virtualNetwork()).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource({
    "/SUBSCRIPTIONS/X/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/L, eastus",
    "/subscriptions/x/networkWatchers/NetworkWatcher_westeurope/flowLogs/l, westeurope",
    "/SUBSCRIPTIONS/X/NETWORKWATCHERS/MY_WATCHER/FLOWLOGS/L,",
    "/X/NETWORKWATCHERS,",
    "x,",
    ",",
  })
  void theRegionComesFromTheWatchersDefaultName(String flowLog, String region) {
    RecordContext record =
        new RecordContext(
            FlowLogText.ORIGIN, 0, null, 0, FlowLogType.VNET, null, null, flowLog, null, null);
    assertThat(record.region()).isEqualTo(region);
  }

  @Test
  void aBatchHasOnlyThePartsThatHoldFlows() {
    Batch batch =
        FlowLogText.read(FlowLogText.blob(FlowLogText.record(0, FlowLogText.DENIED))).get(0);
    assertThat(batch.parts()).extracting(BatchPart::decision).containsExactly(Decision.DENY);
    assertThat(batch.flows()).isEqualTo(1);
    assertThat(List.of(Decision.values()))
        .extracting(Decision::word)
        .containsExactly("allow", "deny");
  }
}
