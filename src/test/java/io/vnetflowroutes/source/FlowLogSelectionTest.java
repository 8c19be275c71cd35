package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves which flow logs the settings of a source name. */
class FlowLogSelectionTest {

  private static final String SUB = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
  private static final String SWEDISH =
      "NETWORKWATCHER_SWEDENCENTRAL_VNET-ALZ-VALIDATION-SWC-001-RG-ALZ-VALIDATION-NETWORK-SW-FLOWLOG";

  private static FlowLogPath formA(String name) {
    return FlowLogPath.parse(
        "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_NETWORKWATCHERRG/" + name);
  }

  private static FlowLogSelection of(String region, String network, String group) {
    return new FlowLogSelection(SUB, region, network, group, null, null);
  }

  private static FlowLogSelection named(String flowLog) {
    return new FlowLogSelection(SUB, "*", "*", "*", flowLog, null);
  }

  @ParameterizedTest
  @CsvSource({
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK-FLOWLOG, true",
    "EASTUS, VNET-HUB, RG-NETWORK, networkwatcher_eastus_vnet-hub-rg-network-flowlog, true",
    "East US, Vnet-Hub, Rg-Network, NetworkWatcher_eastus_vnet-hub-rg-network-flowlog, true",
    "South Central US, v, g, NETWORKWATCHER_SOUTHCENTRALUS_V-G-FLOWLOG, true",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK-FLOWLOGS, true",
    "eastus, *, *, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK-FLOWLOG, true",
    "*, vnet-hub, rg-network, NETWORKWATCHER_WESTUS_VNET-HUB-RG-NETWORK-FLOWLOG, true",
    "eastus, vnet-*, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK-FLOWLOG, true",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS2_VNET-HUB-RG-NETWORK-FLOWLOG, false",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB2-RG-NETWORK-FLOWLOG, false",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_MY-VNET-HUB-RG-NETWORK-FLOWLOG, false",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK2-FLOWLOG, false",
    "eastus, vnet-hub, rg-network, NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK, false",
    "eastus, vnet-hub, rg-network, SECURITY-FLOWLOG, false",
    "eastus, vnet.hub, rg, NETWORKWATCHER_EASTUS_VNET-HUB-RG-FLOWLOG, false",
    "eastus, vnet.hub, rg(1), NETWORKWATCHER_EASTUS_VNET.HUB-RG(1)-FLOWLOG, true",
    "eastus, a\\E, [b]+, NETWORKWATCHER_EASTUS_A\\E-[B]+-FLOWLOG, true",
    "eastus, vnet, rg-müller, NETWORKWATCHER_EASTUS_VNET-RG-MÜLLER-FLOWLOG, true",
  })
  void theSeedsFourSettingsNameAzuresDefault(
      String region, String network, String group, String found, boolean wanted) {
    assertThat(of(region, network, group).wants(formA(found))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "vnet-alz-validation-swc-001, rg-alz-validation-network-swc-001, true",
    "vnet-alz-validation-swc-001, rg-alz-validation-network-sw, true",
    "vnet-alz-validation-swc-001, rg-alz-validation-network-s, false",
    "vnet-alz-validation-swc-001, rg-alz-validation-network-xyz, false",
    "*, rg-alz-validation-network-swc-001, true",
    "vnet-alz-*, rg-alz-validation-network-swc-001, true",
  })
  void aNameCutTo64CharactersIsTold(String network, String group, boolean wanted) {
    assertThat(SWEDISH.replaceFirst("NETWORKWATCHER_SWEDENCENTRAL_", "")).hasSize(64);
    assertThat(of("swedencentral", network, group).wants(formA(SWEDISH))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "my-log, NETWORKWATCHER_EASTUS_MY-LOG, true",
    "my-log, OWN_WATCHER_NAME_MY-LOG, true",
    "networkwatcher_eastus_my-log, NETWORKWATCHER_EASTUS_MY-LOG, true",
    "my-*, NETWORKWATCHER_EASTUS_MY-LOG, true",
    "*, ANY_THING, true",
    "my-log, NETWORKWATCHER_EASTUS_MY-LOG2, false",
    "my-log, NETWORKWATCHER_EASTUS_NOT-MY-LOG, false",
    "my.log, NETWORKWATCHER_EASTUS_MY-LOG, false",
    "(my|log, NETWORKWATCHER_EASTUS_(MY|LOG, true",
  })
  void aNameOfItsOwnIsGivenWithOrWithoutItsWatcher(String set, String found, boolean wanted) {
    assertThat(named(set).wants(formA(found))).isEqualTo(wanted);
  }

  @Test
  void formBIsMatchedAlike() {
    FlowLogPath path =
        FlowLogPath.parse(
            "flowLogResourceID=/SUBSCRIPTIONS/"
                + SUB
                + "/RESOURCEGROUPS/R/PROVIDERS"
                + "/MICROSOFT.NETWORK/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/V-G-FLOWLOG");
    assertThat(of("eastus", "v", "g").wants(path)).isTrue();
    assertThat(of("westus", "v", "g").wants(path)).isFalse();
    assertThat(named("v-g-flowlog").wants(path)).isTrue();
  }

  private static FlowLogPath nsg(String group, String name) {
    return FlowLogPath.parse(
        "resourceId=/SUBSCRIPTIONS/%s/RESOURCEGROUPS/%s/PROVIDERS/MICROSOFT.NETWORK/%s/%s"
            .formatted(SUB.toUpperCase(Locale.ROOT), group, "NETWORKSECURITYGROUPS", name));
  }

  private static FlowLogSelection ofNsg(String group, String name) {
    return new FlowLogSelection(SUB, "*", "*", group, null, name);
  }

  @ParameterizedTest
  @CsvSource({
    "rg-network, hub-nsg, true",
    "RG-NETWORK, HUB-NSG, true",
    "*, hub-nsg, true",
    "rg-network, *, true",
    "*, *, true",
    "rg-*, *-nsg, true",
    "rg-network, nsg, false",
    "network, hub-nsg, false",
    "rg-other, hub-nsg, false",
    "rg-network, hub-nsg2, false",
    "rg.network, hub-nsg, false",
  })
  void aNetworkSecurityGroupIsNamedWithItsResourceGroup(String group, String name, boolean wanted) {
    FlowLogSelection selection = ofNsg(group, name);
    assertThat(selection.wants(nsg("RG-NETWORK", "HUB-NSG"))).isEqualTo(wanted);
    assertThat(selection.wants(formA("NETWORKWATCHER_EASTUS_HUB-NSG-RG-NETWORK-FLOWLOG")))
        .isFalse();
    FlowLogSelection other = new FlowLogSelection("x", "*", "*", group, null, name);
    assertThat(other.wants(nsg("RG-NETWORK", "HUB-NSG"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*, *, *, , true, true",
    "*, *, *, *, true, true",
    "*, *, RG-NETWORK, , true, false",
    "*, *, RG-OTHER, , false, false",
    "eastus, *, *, , false, true",
    "*, hub, *, , false, false",
    "*, *, *, hub-nsg, false, false",
  })
  void bothKindsAreTakenUnlessAKeyOfOneKindIsSet(
      String region, String network, String group, String flowLog, boolean nsg, boolean vnet) {
    FlowLogSelection selection = new FlowLogSelection("*", region, network, group, flowLog, null);
    assertThat(selection.wants(nsg("RG-NETWORK", "HUB-NSG"))).isEqualTo(nsg);
    assertThat(selection.wants(formA("NETWORKWATCHER_EASTUS_V-G-FLOWLOG"))).isEqualTo(vnet);
  }

  @Test
  void nearMissesAreOfTheKindThatIsLookedForAndTellWhatToSet() {
    FlowLogPath vnet = formA("NETWORKWATCHER_EASTUS_HUB-RG-FLOWLOG");
    List<FlowLogPath> both = List.of(vnet, nsg("RG", "SPOKE"), nsg("RG", "HUB"));
    assertThat(ofNsg("rg", "hup").expected()).isEqualTo("rg/hup");
    assertThat(ofNsg("rg", "hup").nearMisses(both)).containsExactly("RG/HUB", "RG/SPOKE");
    assertThat(ofNsg("rg", "hup").advice(both)).contains("set resource-group and network-sec");
    assertThat(of("eastus", "hup", "rg").nearMisses(both)).containsExactly(vnet.name());
    assertThat(of("eastus", "hup", "rg").advice(both)).contains("set flow-log");
  }

  @Test
  void whereOnlyTheSubscriptionIsAnotherTheAdviceNamesItsKey() {
    List<FlowLogPath> found = List.of(formA("NETWORKWATCHER_EASTUS_HUB-RG-FLOWLOG"));
    for (String flowLog : new String[] {"*", null}) {
      assertThat(new FlowLogSelection("other", "*", "*", "*", flowLog, null).advice(found))
          .contains("only subscription-id leaves them out", "0A1B2C3D-", "or to * for all")
          .doesNotContain("flow-log");
    }
    assertThat(of("eastus", "hup", "rg").advice(found))
        .contains("in the place of region, virtual-network and resource-group");
  }

  @Test
  void whereOnlyTheOtherKindIsThereTheAdviceSaysSo() {
    List<FlowLogPath> vnet = List.of(formA("NETWORKWATCHER_EASTUS_HUB-RG-FLOWLOG"));
    assertThat(ofNsg("rg", "hub").nearMisses(vnet)).containsExactly(vnet.get(0).name());
    assertThat(ofNsg("rg", "hub").advice(vnet)).contains("VNet flow logs", "must not be set");
    List<FlowLogPath> nsg = List.of(nsg("RG", "HUB"));
    assertThat(of("eastus", "hub", "rg").nearMisses(nsg)).containsExactly("RG/HUB");
    assertThat(of("eastus", "hub", "rg").advice(nsg)).contains("NSG flow logs", "must be set");
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D, true",
    "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d, true",
    "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4e, false",
    "0a1b2c3d, false",
  })
  void theSubscriptionIsComparedWholeInEitherCase(String subscription, boolean wanted) {
    FlowLogSelection selection = new FlowLogSelection(subscription, "*", "*", "*", null, null);
    assertThat(selection.wants(formA("NETWORKWATCHER_EASTUS_V-G-FLOWLOG"))).isEqualTo(wanted);
  }

  @Test
  void asterisksTakeEveryFlowLogWhateverItsName() {
    for (String name : List.of("NETWORKWATCHER_EASTUS_V-G-FLOWLOG", "OWN_NAME", SWEDISH, "X")) {
      assertThat(of("*", "*", "*").wants(formA(name))).isTrue();
    }
    assertThat(
            new FlowLogSelection("*", "*", "*", "*", null, null)
                .wants(FlowLogPath.parse("odd/path")))
        .isTrue();
  }

  @Test
  void nearMissesComeNearestFirstAndAreFew() {
    List<FlowLogPath> found =
        Stream.of(
                "ZZZ",
                "NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK2-FLOWLOG",
                "NETWORKWATCHER_EASTUS_VNET-HUB1-RG-OTHER-FLOWLOG",
                "SECURITY-FLOWLOG",
                "NETWORKWATCHER_WESTUS_VNET-HUB-RG-NETWORK-FLOWLOG")
            .map(FlowLogSelectionTest::formA)
            .toList();
    List<String> near = of("eastus", "vnet-hub", "rg-network").nearMisses(found);
    assertThat(near).hasSize(3);
    assertThat(near.get(0)).isEqualTo("NETWORKWATCHER_EASTUS_VNET-HUB-RG-NETWORK2-FLOWLOG");
    assertThat(near.get(1)).isEqualTo("NETWORKWATCHER_WESTUS_VNET-HUB-RG-NETWORK-FLOWLOG");
    assertThat(of("eastus", "v", "g").nearMisses(List.of())).isEmpty();
  }

  @Test
  void aNearMissCanBeSetAsTheFlowLogAsItIsPrinted() {
    FlowLogPath path = formA("OWN_WATCHER_OWN-LOG");
    String printed = of("eastus", "v", "g").nearMisses(List.of(path)).get(0);
    assertThat(named(printed).wants(path)).isTrue();
  }
}
