package io.vnetflowroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves which names are those of flow-log blobs, and what hour they hold. */
class BlobNameTest {

  private static final String ID =
      "flowLogResourceID=/0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D_NETWORKWATCHERRG"
          + "/NETWORKWATCHER_EASTUS_VNET-EUS-COMMON-RG-COMMON-FLOWLOG";

  @ParameterizedTest
  @CsvSource({
    ID + ", /macAddress=0022485D8CF8",
    ID + ", /macAddress=0022485d8cf8",
    ID + ", ''",
    "flowLogResourceID=/SUBSCRIPTIONS/A/RESOURCEGROUPS/NETWORKWATCHERRG/PROVIDERS/MICROSOFT.NETWORK"
        + "/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/MY-LOG, /macAddress=0022485D8CF8",
    "resourceId=/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS"
        + "/NSG, /macAddress=0022485D8CF8",
    "resourceId=/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS"
        + "/NSG, ''",
  })
  void everyPathShapeIsTold(String flowLog, String mac) {
    assertThat(BlobName.parse(flowLog + "/y=2026/m=07/d=07/h=15/m=00" + mac + "/PT1H.json"))
        .contains(
            new BlobName(
                flowLog, Instant.parse("2026-07-07T15:00:00Z"), mac.replaceFirst(".*=", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\u0085\u2028\u2029", "${body}", "%0a%2e%2e", "\"'"})
  void anyCharactersAreANameToo(String odd) {
    String hour = "/y=2026/m=07/d=07/h=15/m=00/macAddress=";
    assertThat(BlobName.parse(ID + odd + hour + odd + "/PT1H.json"))
        .contains(new BlobName(ID + odd, Instant.parse("2026-07-07T15:00:00Z"), odd));
  }

  @ParameterizedTest
  @CsvSource({
    "y=2024/m=02/d=29/h=00, 2024-02-29T00:00:00Z",
    "y=2026/m=12/d=31/h=23, 2026-12-31T23:00:00Z",
    "y=2026/m=01/d=01/h=00, 2026-01-01T00:00:00Z",
    "y=2026/m=03/d=29/h=02, 2026-03-29T02:00:00Z",
  })
  void hoursAreUtc(String folders, Instant hour) {
    assertThat(BlobName.parse(ID + '/' + folders + "/m=00/macAddress=0022485D8CF8/PT1H.json"))
        .map(BlobName::hour)
        .contains(hour);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y=2026/m=07/d=07/h=24/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=07/h=25/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=13/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=00/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=02/d=30/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2025/m=02/d=29/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=7/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=7/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=07/h=5/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=26/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=07/h=15/macAddress=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=/PT1H.json",
        "y=2026/m=07/d=07/h=15/m=00/other=0022485D8CF8/PT1H.json",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/more/PT1H.json",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json/",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json.tmp",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/.PT1H.json",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT5M.json",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/xPT1HZjson",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1HZjson",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8",
        "y=2026/m=07/d=07/h=15/m=00",
        "y=2026",
        "",
        "y=٢٠٢٦/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
      })
  void otherNamesAreNone(String rest) {
    assertThat(BlobName.parse(ID + '/' + rest)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.JSON",
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/pt1h.json",
        "y=2026/m=07/d=07/h=15/m=00/macaddress=0022485d8cf8/pt1h.json",
        "y=2026/m=07/d=07/h=15/m=00/MACADDRESS=0022485D8CF8/PT1H.JSON",
        "y=2026/m=07/d=07/h=15/m=00/pt1h.json",
      })
  void wordsThatLostTheirCaseAreTold(String rest) {
    BlobName name = BlobName.parse(ID + '/' + rest).orElseThrow();
    assertThat(name.flowLogPath()).isEqualTo(ID);
    assertThat(name.hour()).isEqualTo(Instant.parse("2026-07-07T15:00:00Z"));
    assertThat(name.macAddress())
        .isEqualToIgnoringCase(rest.contains("=00/pt1h") ? "" : "0022485D8CF8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Y=2026/M=07/D=07/H=15/M=00", "y=2026/m=07/d=07/H=15/m=00"})
  void foldersOfTheDateHaveTheCaseAzureWritesForTheyAreListedByName(String date) {
    assertThat(BlobName.parse(ID + '/' + date + "/macAddress=0022485D8CF8/PT1H.json")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "/y=2026/m=07/d=07/h=15/m=00/macAddress=0022485D8CF8/PT1H.json",
        "PT1H.json"
      })
  void aNameWithoutAFlowLogIsNone(String name) {
    assertThat(BlobName.parse(name)).isEmpty();
  }
}
