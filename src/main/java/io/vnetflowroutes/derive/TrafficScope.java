package io.vnetflowroutes.derive;

import java.util.Locale;

/** The scope of a flow's traffic, as far as its addresses show it. */
public enum TrafficScope {
  /** Both ends are in the user's networks. */
  INTERNAL,
  /** From the internet into a network of the user. */
  INTERNET_INBOUND,
  /** From a network of the user to the internet. */
  INTERNET_OUTBOUND,
  /** Both ends are on the internet, as far as is known. */
  INTERNET,
  /** One end is Azure's own: DNS, DHCP, health probes, metadata. */
  AZURE_PLATFORM,
  /** To several machines at once. */
  MULTICAST,
  /** An end is an address that no traffic should have, such as one of documents. */
  OTHER;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * The scope of traffic from one address to another.
   *
   * @param source the source's scope, {@link AddressScope#PRIVATE} if the address is known to be
   *     the user's own; {@code null} if it is not an address
   * @param destination the same of the destination
   * @return {@code null} if an end is not an address
   */
  public static TrafficScope of(AddressScope source, AddressScope destination) {
    if (source == null || destination == null) {
      return null;
    }
    if (destination == AddressScope.MULTICAST || destination == AddressScope.BROADCAST) {
      return MULTICAST;
    }
    if (source == AddressScope.AZURE_PLATFORM || destination == AddressScope.AZURE_PLATFORM) {
      return AZURE_PLATFORM;
    }
    boolean fromInternet = source == AddressScope.PUBLIC;
    boolean toInternet = destination == AddressScope.PUBLIC;
    if (!(fromInternet || own(source)) || !(toInternet || own(destination))) {
      return OTHER;
    }
    if (fromInternet) {
      return toInternet ? INTERNET : INTERNET_INBOUND;
    }
    return toInternet ? INTERNET_OUTBOUND : INTERNAL;
  }

  /** Whether an address of that scope occurs only in the user's networks. */
  private static boolean own(AddressScope scope) {
    return switch (scope) {
      case PRIVATE, CARRIER_NAT, LOOPBACK, LINK_LOCAL -> true;
      default -> false;
    };
  }

  /** The word used in settings and in output, such as {@code internet-inbound}. */
  public String word() {
    return word;
  }
}
