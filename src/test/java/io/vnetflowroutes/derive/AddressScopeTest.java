package io.vnetflowroutes.derive;

import static io.vnetflowroutes.derive.AddressScope.AZURE_PLATFORM;
import static io.vnetflowroutes.derive.AddressScope.BROADCAST;
import static io.vnetflowroutes.derive.AddressScope.CARRIER_NAT;
import static io.vnetflowroutes.derive.AddressScope.LINK_LOCAL;
import static io.vnetflowroutes.derive.AddressScope.LOOPBACK;
import static io.vnetflowroutes.derive.AddressScope.MULTICAST;
import static io.vnetflowroutes.derive.AddressScope.PRIVATE;
import static io.vnetflowroutes.derive.AddressScope.PUBLIC;
import static io.vnetflowroutes.derive.AddressScope.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves the scopes of addresses and of traffic between them. */
class AddressScopeTest {

  private static AddressScope scope(String address) {
    byte[] bytes = Cidr.of(address).address();
    return AddressScope.of(bytes, bytes.length);
  }

  /** Every network of IANA's two registries, its first and last address and those beside it. */
  @ParameterizedTest
  @CsvFileSource(resources = "/address-scopes.csv", numLinesToSkip = 1)
  void theNetworksOfRfc6890HaveTheirScopes(
      String registered, String scope, String first, String last, String before, String behind) {
    assertThat(scope(first).word()).as(registered).isEqualTo(scope);
    assertThat(scope(last).word()).as(registered).isEqualTo(scope);
    if (before != null) {
      assertThat(scope(before).word()).as("before " + registered).isNotEqualTo(scope);
    }
    if (behind != null) {
      assertThat(scope(behind).word()).as("behind " + registered).isNotEqualTo(scope);
    }
  }

  @Test
  void whatIsNoAddressHasNoScope() {
    assertThat(AddressScope.of(new byte[IpAddress.V6], 0)).isNull();
    assertThat(TrafficScope.of(null, PUBLIC)).isNull();
    assertThat(TrafficScope.of(PUBLIC, null)).isNull();
  }

  @Test
  void theJdkAgrees() throws UnknownHostException {
    Random random = new Random(6890);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? IpAddress.V4 : IpAddress.V6];
      random.nextBytes(bytes);
      if (i % 4 == 1) {
        bytes[0] = (byte) (0xfc + random.nextInt(4));
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      AddressScope scope = AddressScope.of(bytes, bytes.length);
      assertThat(scope == MULTICAST).isEqualTo(address.isMulticastAddress());
      assertThat(scope == LOOPBACK).isEqualTo(address.isLoopbackAddress());
      assertThat(scope == LINK_LOCAL).isEqualTo(address.isLinkLocalAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.4, 10.1.0.4, internal",
    "10.0.0.4, fd00::1, internal",
    "100.64.0.1, 10.0.0.4, internal",
    "169.254.1.1, 10.0.0.4, internal",
    "89.248.163.133, 10.0.0.4, internet-inbound",
    "10.0.0.4, 20.10.127.193, internet-outbound",
    "fd00::1, 2603:1030::1, internet-outbound",
    "1.1.1.1, 8.8.8.8, internet",
    "10.0.0.4, 168.63.129.16, azure-platform",
    "168.63.129.16, 10.0.0.4, azure-platform",
    "10.0.0.4, 169.254.169.254, azure-platform",
    "10.0.0.4, 224.0.0.251, multicast",
    "10.0.0.4, 255.255.255.255, multicast",
    "0.0.0.0, 255.255.255.255, multicast",
    "fe80::1, ff02::1, multicast",
    "10.0.0.4, 198.51.100.7, other",
    "240.0.0.1, 10.0.0.4, other",
    "224.0.0.1, 10.0.0.4, other",
  })
  void trafficHasTheScopeOfItsEnds(String source, String destination, String scope) {
    assertThat(TrafficScope.of(scope(source), scope(destination)).word()).isEqualTo(scope);
  }

  @Test
  void theWordsAreThoseOfTheDocuments() {
    assertThat(AddressScope.values())
        .extracting(AddressScope::word)
        .containsExactly(
            "public",
            "private",
            "carrier-nat",
            "loopback",
            "link-local",
            "multicast",
            "broadcast",
            "azure-platform",
            "documentation",
            "reserved");
    assertThat(scope("100.64.0.1")).isSameAs(CARRIER_NAT);
    assertThat(scope("10.0.0.1")).isSameAs(PRIVATE);
    assertThat(scope("255.255.255.255")).isSameAs(BROADCAST);
    assertThat(scope("168.63.129.16")).isSameAs(AZURE_PLATFORM);
    assertThat(scope("::")).isSameAs(RESERVED);
  }
}
