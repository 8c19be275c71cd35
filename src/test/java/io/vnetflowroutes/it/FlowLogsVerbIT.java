package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code flow-logs}: what the account holds, wanted or not. */
final class FlowLogsVerbIT {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final String OTHER = "11111111-d692-42ad-a4b6-9a542d28ad2a";
  private static final Names HUB = Names.of(SUBSCRIPTION, "westus", "hub-vnet", "net-rg");
  private static final Names SPOKE = Names.of(OTHER, "westus", "spoke-vnet", "net-rg");
  private static final String NSG_BLOB =
      "resourceId=/SUBSCRIPTIONS/%s/RESOURCEGROUPS/NET-RG/PROVIDERS/MICROSOFT.NETWORK"
          + "/NETWORKSECURITYGROUPS/WEB-NSG/y=2026/m=01/d=31/h=23/m=00/macAddress=000D3A0A0009"
          + "/PT1H.json";

  private static Azurite azurite;
  private static Instant newest;

  @TempDir Path dir;

  @BeforeAll
  static void fillAccount(@TempDir Path azuriteDir) {
    azurite = Azurite.start(azuriteDir);
    newest = Instant.now().truncatedTo(ChronoUnit.HOURS);
    BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    for (int back : List.of(800, 30, 0)) {
      new GrowingBlob(container, HUB.blob(hoursAgo(back), "000D3A0A0001")).open();
    }
    new GrowingBlob(container, HUB.blob(newest, "000D3A0A0002")).open();
    new GrowingBlob(container, SPOKE.armBlob(hoursAgo(5), "000D3A0A0003")).open();
    BlobContainerClient nsg = azurite.container("insights-logs-networksecuritygroupflowevent");
    new GrowingBlob(nsg, NSG_BLOB.formatted(SUBSCRIPTION)).open();
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @Test
  void everyFlowLogOfTheAccountIsListedAndSaysWhetherItIsWanted() {
    try (Program program = Program.in(dir, settings("subscription-id = " + SUBSCRIPTION))) {
      assertThat(program.verb("flow-logs")).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.lines("yes +vnet .* 2 +NETWORKWATCHER_WESTUS_HUB-VNET")).hasSize(1);
      assertThat(program.lines("no +vnet .* 1 +NETWORKWATCHER_WESTUS_SPOKE-VNET")).hasSize(1);
      assertThat(program.lines("no +nsg .*2026-01-31T23:00:00Z .* NET-RG/WEB-NSG")).hasSize(1);

      assertThat(program.verb("flow-logs", "--json")).isZero();
      Flows found = Flows.inTexts(List.of(program.output()));
      assertThat(found.size()).isEqualTo(3);
      JsonNode hub = found.where("wanted", "true").all().get(0);
      assertThat(hub.path("oldest_hour").asText()).isEqualTo(hoursAgo(800).toString());
      assertThat(hub.path("newest_hour").asText()).isEqualTo(newest.toString());
      assertThat(hub.path("network_interfaces").asInt()).isEqualTo(2);
      assertThat(hub.path("age_minutes").asInt()).isBetween(0, 10);
      assertThat(hub.path("newest_blob").asText())
          .isIn(HUB.blob(newest, "000D3A0A0001"), HUB.blob(newest, "000D3A0A0002"));
    }
  }

  @Test
  void whereNothingIsWantedTheNearestNamesAreTold() {
    try (Program program = Program.in(dir, settings("virtual-network = hub-vnt"))) {
      assertThat(program.verb("flow-logs")).as(program.output()).isEqualTo(1);
      assertThat(program.output())
          .contains("'NETWORKWATCHER_*_hub-vnt-*-FLOWLOG'")
          .contains("the nearest of 2 found are NETWORKWATCHER_WESTUS_HUB-VNET-NET-RG-FLOWLOG")
          .contains("set flow-log to one of these names");
    }
  }

  @Test
  void aSourceThatCannotBeListedIsNamedAndTheOthersAreListed() {
    String broken =
        """
        flowlogs.source.broken.storage-account-url = http://127.0.0.1:%d/account
        flowlogs.source.broken.sas-token = sv=2020-08-04&sig=secret
        """
            .formatted(Ports.free());
    try (Program program = Program.in(dir, settings("flow-log = *") + broken)) {
      assertThat(program.verb("flow-logs")).as(program.output()).isEqualTo(2);
      program.assertNoStackTrace();
      assertThat(program.output()).contains("The source 'broken' cannot be listed");
      assertThat(program.output()).doesNotContain("secret");
      assertThat(program.lines("yes +vnet")).hasSize(2);
    }
  }

  private static Instant hoursAgo(int hours) {
    return newest.minus(hours, ChronoUnit.HOURS);
  }

  private static String settings(String selection) {
    return """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.%s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        """
        .formatted(azurite.connectionString(), selection);
  }
}
