package io.vnetflowroutes.derive;

import java.util.Arrays;
import java.util.Locale;

/**
 * The scope of an address, by RFC 6890 and IANA's registries of special-purpose addresses, which
 * continue that RFC.
 */
public enum AddressScope {
  /**
   * The internet: every address that no other scope has, and those of IETF's protocol assignments
   * that IANA lists as globally reachable.
   */
  PUBLIC(
      "0.0.0.0/0",
      "::/0",
      "192.0.0.9",
      "192.0.0.10",
      "2001:1::1",
      "2001:1::2",
      "2001:1::3",
      "2001:3::/32",
      "2001:4:112::/48",
      "2001:20::/28",
      "2001:30::/28"),
  /** RFC 1918, and of IPv6 the unique local addresses of RFC 4193. */
  PRIVATE("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
  /** Shared between a carrier and its customers, RFC 6598. */
  CARRIER_NAT("100.64.0.0/10"),
  LOOPBACK("127.0.0.0/8", "::1"),
  LINK_LOCAL("169.254.0.0/16", "fe80::/10"),
  MULTICAST("224.0.0.0/4", "ff00::/8"),
  /** Broadcast on the same link, RFC 919. */
  BROADCAST("255.255.255.255"),
  /**
   * The addresses with which Azure serves every virtual machine: DNS, DHCP, health probes and the
   * guest agent, and the metadata service (docs/azure-flow-log-format.md#platform-addresses). IPv6
   * probes come from a link-local address.
   */
  AZURE_PLATFORM("168.63.129.16", "169.254.169.254", "fe80::1234:5678:9abc"),
  /** For examples in documents: RFC 5737, RFC 3849 and RFC 9637. */
  DOCUMENTATION("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
  /**
   * Addresses that are not on the internet for another reason: unassigned, unspecified, for
   * benchmarks.
   */
  RESERVED(
      "0.0.0.0/8",
      "192.0.0.0/24",
      "198.18.0.0/15",
      "240.0.0.0/4",
      "::/3",
      "2001::/23",
      "4000::/2",
      "8000::/1");

  /** Parts of IPv6 that hold an IPv4 address: mapped ones (RFC 4291) and NAT64's (RFC 6052). */
  private static final Cidr[] HOLDS_V4 = {Cidr.of("::ffff:0:0/96"), Cidr.of("64:ff9b::/96")};

  private static final PrefixTrie<AddressScope> TABLE = table();

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String networks;

  AddressScope(String... networks) {
    this.networks = String.join(" ", networks);
  }

  private static PrefixTrie<AddressScope> table() {
    PrefixTrie<AddressScope> table = new PrefixTrie<>();
    for (AddressScope scope : values()) {
      for (String network : scope.networks.split(" ", -1)) {
        table.merge(Cidr.of(network), scope, (one, other) -> other);
      }
    }
    return table;
  }

  /**
   * The scope of an address.
   *
   * @param address the address in network order
   * @param length its length in bytes: 4 or 16, or 0 for no address
   * @return {@code null} for no address
   */
  public static AddressScope of(byte[] address, int length) {
    byte[] within = v4Within(address, length);
    return within == null ? TABLE.longest(address, length) : TABLE.longest(within, IpAddress.V4);
  }

  /** The IPv4 address that an IPv6 address holds; {@code null} if it holds none. */
  static byte[] v4Within(byte[] address, int length) {
    if (length == IpAddress.V6) {
      for (Cidr holder : HOLDS_V4) {
        if (holder.contains(address, length)) {
          return Arrays.copyOfRange(address, length - IpAddress.V4, length);
        }
      }
    }
    return null;
  }

  /** The word used in settings and in output, such as {@code carrier-nat}. */
  public String word() {
    return word;
  }
}
