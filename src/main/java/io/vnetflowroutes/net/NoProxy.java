package io.vnetflowroutes.net;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hosts that are reached without a proxy: loopback and link-local addresses, which mean another
 * machine or none to a proxy, and those that {@code NO_PROXY} lists.
 *
 * <p>There is no standard for the list. The program understands what curl and Go's standard library
 * agree on: {@code example.com} and {@code .example.com} for a domain with everything below it,
 * addresses, networks such as {@code 10.0.0.0/8}, each optionally with a port, and {@code *} for
 * everything.
 */
final class NoProxy {

  private static final List<String> ALWAYS =
      List.of("localhost", "127.0.0.0/8", "::1", "169.254.0.0/16", "fe80::/10");

  private final List<NoProxyEntry> entries;

  /** Reads a list; entries that are no host are passed over, as others do. */
  NoProxy(String list) {
    this.entries =
        Stream.concat(ALWAYS.stream(), Arrays.stream(list.split("[,\\s]+", -1)))
            .filter(text -> !text.isEmpty())
            .map(NoProxyEntry::of)
            .toList();
  }

  /** Whether a host is reached without a proxy. */
  boolean has(String host, int port) {
    String plain = NoProxyEntry.plain(host);
    byte[] address = NoProxyEntry.address(plain);
    return entries.stream().anyMatch(entry -> entry.matches(plain, address, port));
  }
}
