package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that flow logs are found level by level, in both shapes, at the cost of few listings. */
class SourceTest {

  private static final String ONE = "0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D";
  private static final String TWO = "11111111-4E5F-4A6B-8C7D-9E0F1A2B3C4D";
  private static final String ROOT = "flowLogResourceID=/";
  private static final String A1 =
      ROOT + ONE + "_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final String A2 = ROOT + ONE + "_OTHERRG/NETWORKWATCHER_WESTUS_W-G-FLOWLOG";
  private static final String A3 =
      ROOT + TWO + "_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_X-G-FLOWLOG";
  private static final String B1 = formB(ONE);
  private static final String B2 = formB(TWO);
  private static final String NSG1 = nsg(ONE, "RG-NETWORK", "HUB-NSG");
  private static final String NSG2 = nsg(TWO, "RG-NETWORK", "HUB-NSG");
  private static final String BALANCER =
      NSG1.replace("NETWORKSECURITYGROUPS/HUB-NSG", "LOADBALANCERS/LB");

  @TempDir private Path directory;
  private DirectoryContainer container;

  private static String formB(String subscription) {
    return ROOT
        + "SUBSCRIPTIONS/"
        + subscription
        + "/RESOURCEGROUPS/NETWORKWATCHERRG/PROVIDERS/MICROSOFT.NETWORK/NETWORKWATCHERS"
        + "/NETWORKWATCHER_EASTUS/FLOWLOGS/MY-LOG";
  }

  private static String nsg(String subscription, String group, String name) {
    return "resourceId=/SUBSCRIPTIONS/%s/RESOURCEGROUPS/%s/PROVIDERS/MICROSOFT.NETWORK/%s/%s"
        .formatted(subscription, group, "NETWORKSECURITYGROUPS", name);
  }

  @BeforeEach
  void container() throws IOException {
    container = new DirectoryContainer("s", directory);
    for (String flowLog : List.of(A1, A2, A3, B1, B2, NSG1, NSG2, BALANCER)) {
      Path hour =
          directory.resolve(flowLog + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01");
      Files.createDirectories(hour);
      Files.writeString(hour.resolve("PT1H.json"), "{\"records\":[]}");
    }
    Files.createDirectories(directory.resolve("$logs/blob/2026"));
    Files.createDirectories(directory.resolve("resourceId=/SUBSCRIPTIONS/A/y=2026/m=01"));
    Files.createDirectories(directory.resolve("otherId=/SUBSCRIPTIONS/A/y=2026/m=01"));
    Files.writeString(directory.resolve("README"), "x");
    Files.writeString(directory.resolve(ROOT + "README"), "x");
    Files.createDirectories(directory.resolve(ROOT + ONE + "_EMPTYRG"));
  }

  private Source source(String subscription, String flowLog) {
    return new Source(
        "s", container, new FlowLogSelection(subscription, "*", "*", "*", flowLog, null));
  }

  @Test
  void everyShapeIsFoundAndNothingElse() {
    assertThat(source("*", null).flowLogs(Set.of()))
        .extracting(FlowLogPath::path)
        .containsExactlyInAnyOrder(A1, A2, A3, B1, B2, NSG1, NSG2);
  }

  @Test
  void otherSubscriptionsAreNotEntered() {
    List<FlowLogPath> found =
        source(ONE.toLowerCase(java.util.Locale.ROOT), null).flowLogs(Set.of());
    assertThat(found).extracting(FlowLogPath::path).containsExactlyInAnyOrder(A1, A2, B1, NSG1);
    long formA = 1 + 1 + 3 + 2;
    long formB = 10;
    long networkSecurityGroups = 8;
    long loadBalancers = 2;
    assertThat(container.listCalls())
        .isEqualTo(formA + formB + networkSecurityGroups + loadBalancers + 1);
  }

  @Test
  void unwantedFlowLogsOfTheSubscriptionAreFoundForNearMisses() {
    Source source = source(ONE, "no-such-log");
    assertThat(source.flowLogs(Set.of())).hasSize(4).noneMatch(source.selection()::wants);
  }

  @Test
  void knownFlowLogsAreLeftOutAndCostNothing() throws IOException {
    Source source = source("*", null);
    Set<String> known = Set.of(A1, A2, A3, B1, B2, NSG1, NSG2);
    source.flowLogs(Set.of());
    long all = container.listCalls();
    assertThat(source.flowLogs(known)).isEmpty();
    assertThat(container.listCalls() - all).isEqualTo(all - known.size());
    String next = A1 + "-2";
    Files.createDirectories(directory.resolve(next + "/y=2026"));
    assertThat(source.flowLogs(known)).extracting(FlowLogPath::path).containsExactly(next);
  }

  @Test
  void aFolderOfAYearInTheWrongCaseIsNotEntered() throws IOException {
    String wrong = ROOT + ONE + "_NETWORKWATCHERRG/NETWORKWATCHER_EASTUS_U-G-FLOWLOG";
    Files.createDirectories(directory.resolve(wrong + "/Y=2026/M=09/D=01/H=08/M=00"));
    source("*", null).flowLogs(Set.of());
    long before = container.listCalls();
    assertThat(source("*", null).flowLogs(Set.of()))
        .extracting(FlowLogPath::path)
        .doesNotContain(wrong)
        .hasSize(7);
    Files.createDirectories(directory.resolve(wrong + "/Y=2027/M=09/D=01/H=08/M=00"));
    assertThat(container.listCalls()).isEqualTo(2 * before);
  }

  @Test
  void moreBlobsCostNoMoreListings() throws IOException {
    source("*", null).flowLogs(Set.of());
    long before = container.listCalls();
    for (int day = 10; day < 30; day++) {
      Files.createDirectories(directory.resolve(A1 + "/y=2026/m=09/d=" + day + "/h=01/m=00"));
    }
    Files.createDirectories(directory.resolve(A1 + "/y=2025/m=09"));
    source("*", null).flowLogs(Set.of());
    assertThat(container.listCalls()).isEqualTo(2 * before);
  }

  @Test
  void anEmptyOrMissingContainerHasNoFlowLogs() {
    Path nothing = directory.resolve("nothing");
    Source source =
        new Source(
            "s",
            new DirectoryContainer("s", nothing),
            new FlowLogSelection("*", "*", "*", "*", null, null));
    assertThat(source.flowLogs(Set.of())).isEmpty();
  }
}
