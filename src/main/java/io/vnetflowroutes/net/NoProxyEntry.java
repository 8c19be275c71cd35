package io.vnetflowroutes.net;

import io.vnetflowroutes.derive.Cidr;
import io.vnetflowroutes.derive.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One entry of a list of hosts that are reached without a proxy.
 *
 * @param domain a name; {@code null} for addresses
 * @param network addresses; {@code null} for a name
 * @param port the only port, or 0 for all
 */
record NoProxyEntry(String domain, Cidr network, int port) {

  /** Reads one, as a list holds it. */
  static NoProxyEntry of(String text) {
    String host = text;
    int port = 0;
    int colon = text.lastIndexOf(':');
    boolean single = text.indexOf(':') == colon || text.startsWith("[");
    if (colon > text.indexOf(']') && single && text.substring(colon + 1).matches("\\d{1,5}")) {
      host = text.substring(0, colon);
      port = Integer.parseInt(text.substring(colon + 1));
    }
    int slash = host.indexOf('/');
    byte[] address = address(plain(slash < 0 ? host : host.substring(0, slash)));
    if (address == null) {
      return new NoProxyEntry(plain(host).replaceFirst("^(\\*?\\.)", ""), null, port);
    }
    String prefix = slash < 0 ? "" : host.substring(slash + 1);
    int bits = address.length * Byte.SIZE;
    return new NoProxyEntry(
        null,
        new Cidr(
            address, prefix.matches("\\d{1,3}") ? Math.min(bits, Integer.parseInt(prefix)) : bits),
        port);
  }

  /** Whether it covers a host, whose address is {@code null} if it is a name. */
  boolean matches(String host, byte[] address, int hostPort) {
    if (port != 0 && port != hostPort) {
      return false;
    }
    if (network != null) {
      return address != null && network.contains(address, address.length);
    }
    return domain.equals("*")
        || host.equals(domain)
        || (address == null && host.endsWith('.' + domain));
  }

  /** A host in the one spelling that is compared. */
  static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
  }

  /** The bytes of an address; {@code null} for a name, which is not looked up. */
  static byte[] address(String host) {
    byte[] text = host.getBytes(StandardCharsets.UTF_8);
    byte[] read = new byte[IpAddress.V6];
    int length = IpAddress.read(text, 0, text.length, read);
    return length == 0 ? null : Arrays.copyOf(read, length);
  }
}
