package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration: one account holds the flow logs of virtual networks and those of network security
 * groups, and one process collects both into the same destinations.
 */
final class NsgIT {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final String MAC = "000D3A0A0001";
  private static final String SHORT = "1773237606,10.0.0.1,10.0.0.2,1,2,T,I,D,B";
  private static final String ODD = "1773237606,10.0.0.1,10.0.0.2,1,2,T,I,X,B,,,,";
  private static final Names VNET = Names.of(SUBSCRIPTION, "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static Azurite azurite;

  @TempDir Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Records vnetRecords = new Records(VNET, MAC, 5, 0.4);
  private final NsgRecords hub = new NsgRecords(2, SUBSCRIPTION, "net-rg", "hub-nsg");
  private final NsgRecords old = new NsgRecords(1, SUBSCRIPTION, "net-rg", "old-nsg");
  private final NsgRecords others = new NsgRecords(2, SUBSCRIPTION, "other-rg", "hub-nsg");
  private final GrowingBlob vnet =
      new GrowingBlob(azurite.container(Azurite.FLOW_LOG_CONTAINER), VNET.blob(hour, MAC));
  private final GrowingBlob version2 = nsgBlob(hub.blob(hour, MAC));
  private final GrowingBlob version1 = nsgBlob(old.oldestBlob(hour));
  private final GrowingBlob notSelected = nsgBlob(others.blob(hour, MAC));

  @BeforeAll
  static void startAccount(@TempDir Path azuriteDir) {
    azurite = Azurite.start(azuriteDir);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  private static GrowingBlob nsgBlob(String name) {
    return new GrowingBlob(azurite.container("insights-logs-networksecuritygroupflowevent"), name);
  }

  @Test
  void bothKindsOfFlowLogGoTheSameWayWhileTheirBlobsGrow() {
    grow(0);
    try (Program program = Program.in(dir, settings("*-nsg"))) {
      program.start();
      for (int minute = 1; minute < 5; minute++) {
        int before = expected("A").size();
        await("minute " + minute)
            .atMost(LONG)
            .until(() -> Flows.inFiles(dir.resolve("lake")).size() >= before);
        grow(minute);
      }
      await("everything")
          .atMost(LONG)
          .until(
              () ->
                  nsgTuples("lake").size() + vnetFlows("lake").size() == expected("A").size()
                      && nsgTuples("siem").size() + vnetFlows("siem").size() == expected("D").size()
                      && Flows.inFiles(dir.resolve("dead-letter")).size() == 2);
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();

      assertEverythingOnce();
      assertDeadLetters();
      assertContextOfNsgFlows();

      assertThat(program.once()).as(program.output()).isZero();
      assertEverythingOnce();
    }
  }

  @Test
  void aMisspeltNetworkSecurityGroupIsToldWithItsNearest() {
    grow(0);
    try (Program program = Program.in(dir, settings("hup-nsg"))) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines("WARN").get(0))
          .contains("source=\"old\"", "net-rg/hup-nsg", "the nearest of 3 found are NET-RG/HUB-NSG")
          .contains("set resource-group and network-security-group");
      assertThat(vnetFlows("lake")).isNotEmpty();
      assertThat(nsgTuples("lake")).isEmpty();
    }
  }

  private void grow(int minute) {
    Instant time = hour.plusSeconds(60L * minute + 6);
    vnet.append(vnetRecords.next(time, 5));
    version2.append(hub.next(time, MAC, minute == 2 ? new String[] {SHORT, ODD} : new String[0]));
    version1.append(List.of(old.next(time, MAC), old.next(time, "000D3A0A0002")));
    notSelected.append(others.next(time, MAC));
  }

  private List<String> expected(String decision) {
    List<String> all = new ArrayList<>(Flows.tuples(vnet.records(), decision.equals("D")));
    all.addAll(expectedOfNsg(decision));
    return all;
  }

  private List<String> expectedOfNsg(String decision) {
    List<String> all = new ArrayList<>(NsgRecords.tuples(version1.records(), decision));
    all.addAll(NsgRecords.tuples(version2.records(), decision));
    all.remove(SHORT);
    return all;
  }

  private void assertEverythingOnce() {
    assertThat(nsgTuples("lake")).containsExactlyInAnyOrderElementsOf(expectedOfNsg("A"));
    assertThat(nsgTuples("siem")).containsExactlyInAnyOrderElementsOf(expectedOfNsg("D"));
    assertThat(vnetFlows("lake")).hasSameSizeAs(Flows.tuples(vnet.records(), false));
    assertThat(vnetFlows("siem")).hasSameSizeAs(Flows.tuples(vnet.records(), true));
    List<String> ids = new ArrayList<>(Flows.inFiles(dir.resolve("lake")).ids());
    ids.addAll(Flows.inFiles(dir.resolve("siem")).ids());
    assertThat(ids).doesNotHaveDuplicates();
  }

  private void assertDeadLetters() {
    assertThat(Flows.inFiles(dir.resolve("dead-letter")).all())
        .allMatch(letter -> letter.path("blob").asText().equals(version2.name()))
        .extracting(letter -> letter.path("text").asText())
        .containsExactlyInAnyOrder('"' + SHORT + '"', '"' + ODD + '"');
  }

  private void assertContextOfNsgFlows() {
    List<JsonNode> denied = flows("siem", "nsg");
    assertThat(denied).allMatch(flow -> flow.path("state").asText().equals("D"));
    assertThat(denied).allMatch(flow -> flow.path("source").asText().equals("old"));
    assertThat(denied)
        .filteredOn(flow -> flow.path("flow_log_version").asInt() == 2)
        .hasSize(5)
        .allMatch(flow -> flow.path("target_id").asText().equals(hub.id()))
        .allMatch(flow -> flow.path("acl_name").asText().equals("HUB-NSG"))
        .allMatch(flow -> flow.path("mac_address").asText().equals(MAC));
    assertThat(denied)
        .filteredOn(flow -> flow.path("flow_log_version").asInt() == 1)
        .extracting(flow -> flow.path("mac_address").asText())
        .hasSize(10)
        .contains(MAC, "000D3A0A0002");
  }

  private List<String> nsgTuples(String folder) {
    return flows(folder, "nsg").stream().map(NsgRecords::tuple).toList();
  }

  private List<JsonNode> vnetFlows(String folder) {
    return flows(folder, "vnet");
  }

  private List<JsonNode> flows(String folder, String type) {
    return Flows.inFiles(dir.resolve(folder)).all().stream()
        .filter(flow -> flow.path("flow_log_type").asText().equals(type))
        .toList();
  }

  private static String settings(String networkSecurityGroup) {
    return """
        flowlogs.source.new.connection-string = %1$s
        flowlogs.source.old.connection-string = %1$s
        flowlogs.source.old.network-security-group = %2$s
        flowlogs.source.old.resource-group = net-rg
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.poll-interval = 1s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = file:siem
        flowlogs.allow = lake
        flowlogs.deny = siem
        """
        .formatted(azurite.connectionString(), networkSecurityGroup);
  }
}
