package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Proves that a misspelled group of Camel's keys is named, and that existing ones are let through.
 */
class CamelGroupsTest {

  @Test
  void aMisspelledGroupIsNamedWithTheOneThatWasMeant() {
    assertThat(CamelGroups.problems(List.of("camel.managment.enabled", "camel.mian.name")))
        .containsExactly(
            "camel.managment.enabled is not a key of Camel; did you mean camel.management.enabled?",
            "camel.mian.name is not a key of Camel; did you mean camel.main.name?");
  }

  @Test
  void groupsOfCamelAndKeysOfOthersAreLetThrough() {
    assertThat(
            CamelGroups.problems(
                List.of(
                    "camel.management.port",
                    "camel.component.kafka.brokers",
                    "camel.route-controller.enabled",
                    "camel.telemetry-dev.enabled",
                    "camel.vault.azure.vaultName",
                    "camel.beans.mine",
                    "camel.variable.x",
                    "my.own",
                    "camel.nothing-like-it.x",
                    "camel.x")))
        .isEmpty();
  }
}
