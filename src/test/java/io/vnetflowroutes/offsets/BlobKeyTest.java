package io.vnetflowroutes.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what the key of a blob is, which offsets of earlier releases hold, too. */
class BlobKeyTest {

  private static final String HOUR = "flowLogResourceID=/S_G/X/y=2026/m=09/d=01/h=08";

  @Test
  void anInterfaceAsAzureSpellsItIsItsOwnKey() {
    assertThat(BlobKey.of(HOUR + "/m=00/macAddress=000D3A1B2C01/PT1H.json"))
        .isEqualTo(0x000D3A1B2C01L);
    assertThat(BlobKey.of(HOUR + "\n/m=00/macAddress=FFFFFFFFFFFF/PT1H.json"))
        .isEqualTo(0xFFFFFFFFFFFFL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/m=00/macAddress=000d3a1b2c01/PT1H.json",
        "/m=00/macAddress=000D3A1B2C0/PT1H.json",
        "/m=00/macAddress=000D3A1B2C011/PT1H.json",
        "/m=00/macAddress=+00D3A1B2C01/PT1H.json",
        "/m=00/macAddress=000D3A1B2C0G/PT1H.json",
        "/m=30/macAddress=000D3A1B2C01/PT1H.json",
        "/m=00/macaddress=000D3A1B2C01/PT1H.json",
        "/m=00/macAddress=000D3A1B2C01/pt1h.json",
        "/m=00/macAddress=000D3A1B2C01/PT1H.json ",
        "/m=00/PT1H.json",
        "PT1H.json"
      })
  void ofAnyOtherNameItIsAHash(String name) {
    assertThat(BlobKey.of(HOUR + name)).isNegative();
    assertThat(BlobKey.of(name)).isNegative().isNotEqualTo(BlobKey.of(HOUR + name));
  }
}
