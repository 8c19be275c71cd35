package io.vnetflowroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what is read out of ARM ids, in whatever case they come. */
class ArmIdTest {

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s1/resourceGroups/g1, subscriptions, s1",
    "/subscriptions/s1/resourceGroups/g1, resourceGroups, g1",
    "/SUBSCRIPTIONS/S1/RESOURCEGROUPS/G1, resourceGroups, G1",
    "subscriptions/s1, subscriptions,",
    "/subscriptions, subscriptions,",
    "/subscriptions/, subscriptions,",
    "/subscriptions//x, subscriptions,",
    "/subscriptions/s1, subscription,",
    "/subscriptions/s1, s1,",
    "/subscriptions/s1, providers,",
    "'', subscriptions,",
    ", subscriptions,",
    "00000000-0000-0000-0000-000000000000, subscriptions,",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n,"
        + " subnets, n",
    "/subscriptions/s/resourceGroups/virtualNetworks/providers/Microsoft.Network/virtualNetworks/v,"
        + " virtualNetworks, v",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/subnets/subnets/n,"
        + " subnets, n",
  })
  void theSegmentBehindATypeIsItsName(String id, String type, String name) {
    assertThat(ArmId.segment(id, type)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b/c, c",
    "a/b, b",
    "/a/b/,",
    "/,",
    "'',",
    ",",
    "unspecified,",
    "1111-2222,",
  })
  void theLastSegmentIsTheNameOfTheThing(String id, String name) {
    assertThat(ArmId.lastSegment(id)).isEqualTo(name);
  }
}
