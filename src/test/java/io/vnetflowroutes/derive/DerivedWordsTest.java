package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves the words for services, encryption and ARM ids. */
class DerivedWordsTest {

  @ParameterizedTest
  @CsvSource({
    "6, 22, ssh",
    "6, 80, http",
    "6, 443, https",
    "17, 443, https",
    "17, 53, domain",
    "6, 445, microsoft-ds",
    "6, 3389, ms-wbt-server",
    "132, 80, http",
    "17, 65535,",
    "1, 443,",
    "0, 0,",
    "300, 443,",
    "6, 70000,",
  })
  void servicesHaveIanasNames(int protocol, int port, String name) {
    byte[] found = ServiceNames.at(protocol, port);
    assertThat(found == null ? null : new String(found, StandardCharsets.US_ASCII)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "X, true, ''",
    "NX, false, not-configured-or-peer-not-capable",
    "NX_HW_NOT_SUPPORTED, false, hardware-not-supported",
    "NX_SW_NOT_READY, false, software-not-ready",
    "NX_NOT_ACCEPTED, false, not-accepted",
    "NX_NOT_SUPPORTED, false, discovery-not-supported",
    "NX_LOCAL_DST, false, destination-on-same-host",
    "NX_FALLBACK, false, fallback-to-unencrypted",
    "NX_NEW, false, ''",
    "D, '', ''",
    "'', '', ''",
    "NXT, '', ''",
  })
  void encryptionHasItsMeaning(String value, String encrypted, String reason) {
    assertThat(Encryption.encrypted(value)).isEqualTo(encrypted);
    assertThat(Encryption.reason(value)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v, virtual-network",
    "/SUBSCRIPTIONS/S/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/V/SUBNETS/N, subnet",
    "/subscriptions/s/providers/Microsoft.Network/networkInterfaces/n, network-interface",
    "/subscriptions/s/providers/Microsoft.Network/networkSecurityGroups/n, network-security-group",
    "/subscriptions/s/providers/Microsoft.Compute/virtualMachines/subnets, virtualMachines",
    "/subscriptions/s/providers/Microsoft.Network/virtualNetworks/,",
    "e4c5243c-1499-9049-49b6-c37e475461ba,",
    "/a,",
    "//a,",
    "a/b,",
    "'',",
    ",",
  })
  void targetsHaveTheirKinds(String id, String kind) {
    assertThat(ArmNames.targetType(id)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/providers/Microsoft.Network/networkSecurityGroups/n, network-security-group",
    "/subscriptions/s/providers/Microsoft.Network/networkManagers/m/securityAdminConfigurations/c,"
        + " security-admin-configuration",
    "00000000-0000-0000-0000-000000000000, platform",
    "unspecified, unspecified",
    "e4c5243c-1499-9049-49b6-c37e475461ba,",
    "/networkSecurityGroups/,",
    "'',",
    ",",
  })
  void listsHaveTheirKinds(String id, String kind) {
    assertThat(ArmNames.listType(id)).isEqualTo(kind);
  }

  @Test
  void wordsNameWhatIsDerived() {
    assertThat(Derived.words()).contains("community-id", "service-tag", "names");
    assertThat(Derived.words()).allSatisfy(w -> assertThat(Derived.named(w).word()).isEqualTo(w));
  }
}
