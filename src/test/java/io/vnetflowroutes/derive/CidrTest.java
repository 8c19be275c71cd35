package io.vnetflowroutes.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that networks are read as they are written, and refused where they are none. */
class CidrTest {

  private static boolean contains(String network, String address) {
    Cidr single = Cidr.of(address);
    return Cidr.of(network).contains(single.address(), single.address().length);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "1.2.3.4, 1.2.3.4/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "198.51.100.128/25, 198.51.100.128/25",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::1, 0:0:0:0:0:0:0:1/128",
    "::/0, 0:0:0:0:0:0:0:0/0",
  })
  void networksAndAddressesAreRead(String text, String same) {
    assertThat(Cidr.of(text)).hasToString(same).isEqualTo(Cidr.of(same));
    assertThat(Cidr.of(text)).hasSameHashCodeAs(Cidr.of(same));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0/8",
        "x",
        "::/129",
        "10.0.0.0/8/8",
        "10.0.0.0 /8",
        "fe80::1%eth0",
        "10.0.0.0/1.5"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.of(text))
        .withMessageContaining("'" + text + "' is no network such as 10.0.0.0/8");
  }

  @Test
  void anAddressWithinANetworkIsRefusedWithTheNetwork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.of("10.1.2.3/16"))
        .withMessage("'10.1.2.3/16' is an address within a network; the network is 10.1.0.0/16");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4, 1.2.3.5, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::, false",
    "fc00::/7, fdff::1, true",
    "fc00::/7, fe00::1, false",
    "::/0, 1.2.3.4, false",
  })
  void aNetworkHoldsItsAddresses(String network, String address, boolean held) {
    assertThat(contains(network, address)).isEqualTo(held);
  }
}
