package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.FlowLogType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what a flow log's folder tells of its subscription and name, in both shapes. */
class FlowLogPathTest {

  @ParameterizedTest
  @CsvSource({
    "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_NETWORKWATCHERRG"
        + "/NETWORKWATCHER_EASTUS_VNET-RG-FLOWLOG, 0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D,"
        + " NETWORKWATCHER_EASTUS_VNET-RG-FLOWLOG",
    "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_MY_OWN_GROUP/MY_WATCHER_MY_LOG,"
        + " 0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D, MY_WATCHER_MY_LOG",
    "flowLogResourceID=/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d_networkwatcherrg/nw_log,"
        + " 0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d, nw_log",
    "flowLogResourceID=/SUBSCRIPTIONS/S1/RESOURCEGROUPS/R1/PROVIDERS/MICROSOFT.NETWORK"
        + "/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/MY-LOG, S1, NETWORKWATCHER_EASTUS_MY-LOG",
    "flowLogResourceID=/subscriptions/s1/resourceGroups/r1/providers/Microsoft.Network"
        + "/networkWatchers/NetworkWatcher_eastus/flowLogs/my-log, s1, NetworkWatcher_eastus_my-log",
    "resourceId=/SUBSCRIPTIONS/S1/RESOURCEGROUPS/R1/PROVIDERS/MICROSOFT.NETWORK"
        + "/NETWORKSECURITYGROUPS/NSG, S1, R1/NSG",
    "resourceId=/subscriptions/s1/resourceGroups/r1/providers/Microsoft.Network"
        + "/networkSecurityGroups/nsg, s1, r1/nsg",
    "resourceId=/SUBSCRIPTIONS/S1/RESOURCEGROUPS/R1/PROVIDERS/MICROSOFT.NETWORK"
        + "/LOADBALANCERS/LB, '', LB",
    "odd, '', odd",
  })
  void subscriptionAndNameAreRead(String path, String subscription, String name) {
    assertThat(FlowLogPath.parse(path)).isEqualTo(new FlowLogPath(path, subscription, name));
  }

  @ParameterizedTest
  @CsvSource({
    "flowLogResourceID=/S_R/W_L, VNET",
    "flowLogResourceID=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R, VNET",
    "resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R, NSG",
    "RESOURCEID=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R, NSG",
  })
  void theRootTellsTheKind(String path, FlowLogType type) {
    assertThat(FlowLogPath.parse(path).type()).isEqualTo(type);
  }

  @Test
  void flowLogsOfOneNameAreToldApartInAList() {
    FlowLogPath one = FlowLogPath.parse("flowLogResourceID=/S1_G/NETWORKWATCHER_EASTUS_HUB");
    FlowLogPath two = FlowLogPath.parse("flowLogResourceID=/S2_G/NetworkWatcher_eastus_hub");
    FlowLogPath other = FlowLogPath.parse("flowLogResourceID=/S1_G/NETWORKWATCHER_EASTUS_EDGE");
    List<FlowLogPath> listed = List.of(one, two, other);
    assertThat(one.nameAmong(listed))
        .isEqualTo("NETWORKWATCHER_EASTUS_HUB, flowLogResourceID=/S1_G/NETWORKWATCHER_EASTUS_HUB");
    assertThat(two.nameAmong(listed)).endsWith(two.path());
    assertThat(other.nameAmong(listed)).isEqualTo("NETWORKWATCHER_EASTUS_EDGE");
  }
}
