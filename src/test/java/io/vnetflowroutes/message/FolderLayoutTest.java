package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves which folders a pattern gives, and which patterns are refused. */
class FolderLayoutTest {

  private static final String FORM_A = "flowLogResourceID=/SUB_RG/WATCHER_HUB-FLOWLOG";
  private static final String NSG =
      "resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WEB";

  private static Origin blob(String flowLog) {
    return new Origin(
        "prod",
        flowLog + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A/PT1H.json",
        Instant.parse("2026-09-01T08:00:00Z"));
  }

  private static String folder(String pattern, String flowLog) {
    return FolderLayout.of(pattern, "lake").folder(Decision.DENY, blob(flowLog));
  }

  @ParameterizedTest
  @CsvSource({
    "{name}/{decision}, lake/deny/",
    "{yyyy}/{MM}/{dd}/{HH}, 2026/09/01/08/",
    "flows/{flow_log}/{yyyy}{MM}{dd}, flows/WATCHER_HUB-FLOWLOG/20260901/",
    "decision={decision}/y={yyyy}/m={MM}/d={dd}/h={HH}, decision=deny/y=2026/m=09/d=01/h=08/",
    "ext/{name}/region=eu-west-1/accountId=1/eventDay={yyyy}{MM}{dd}, ext/lake/region=eu-west-1/accountId=1/eventDay=20260901/",
  })
  void wordsInBracesStandForTheFlowsBlob(String pattern, String folder) {
    assertThat(folder(pattern, FORM_A)).isEqualTo(folder);
  }

  @Test
  void aFlowLogIsOneFolderWhateverItsNameHolds() {
    assertThat(folder("{flow_log}", NSG)).isEqualTo("RG_WEB/");
    assertThat(folder("{flow_log}", "x=/S_R/..")).isEqualTo("_/");
    assertThat(folder("{flow_log}", "x=/S_R/a b${c}\\d")).isEqualTo("a_b__c__d/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "..", "a/../b", "a b", "{", "a}", "a{b", "$x", "a\\b", "{name", "é"
      })
  void whatIsNoFolderIsRefused(String pattern) {
    assertThatThrownBy(() -> FolderLayout.of(pattern, "lake"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be folders such as");
  }

  @Test
  void unknownWordsAndLongNamesAreRefused() {
    assertThatThrownBy(() -> FolderLayout.of("{mm}", "lake"))
        .hasMessageStartingWith("has '{mm}', but only {name}, ");
    assertThatThrownBy(() -> FolderLayout.of("{flow_log}/{flow_log}/{flow_log}", "lake"))
        .hasMessageContaining("longer than 200");
  }

  @Test
  void foldersWithANameAreColumns() {
    assertThat(FolderLayout.HIVE.columns()).containsExactly("d", "decision", "h", "m", "y");
    assertThat(FolderLayout.of("a/{yyyy}/region={name}", "lake").columns())
        .containsExactly("region");
    assertThat(FolderLayout.FLAT.columns()).isEmpty();
  }
}
