package io.vnetflowroutes.derive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A network: the addresses that begin with the same bits.
 *
 * @param address the first address, in network order: 4 or 16 bytes
 * @param prefix how many bits its addresses have in common
 */
public record Cidr(byte[] address, int prefix) {

  /**
   * Reads a network such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a single address.
   *
   * @throws IllegalArgumentException if the text is neither; the message says why
   */
  public static Cidr of(String text) {
    int slash = text.indexOf('/');
    byte[] digits = (slash < 0 ? text : text.substring(0, slash)).getBytes(StandardCharsets.UTF_8);
    byte[] read = new byte[IpAddress.V6];
    int length = IpAddress.read(digits, 0, digits.length, read);
    int bits = length * Byte.SIZE;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    if (length == 0 || prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no network such as 10.0.0.0/8 or 2001:db8::/32, and no address either");
    }
    byte[] address = Arrays.copyOf(read, length);
    Cidr network = new Cidr(masked(address, prefix), prefix);
    if (!Arrays.equals(address, network.address)) {
      throw new IllegalArgumentException(
          "'%s' is an address within a network; the network is %s".formatted(text, network));
    }
    return network;
  }

  private static int prefix(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int bits = Math.min(Byte.SIZE, Math.max(0, prefix - i * Byte.SIZE));
      masked[i] = (byte) (address[i] & (0xff00 >> bits));
    }
    return masked;
  }

  /** Whether the network contains an address of this length. */
  public boolean contains(byte[] other, int length) {
    int whole = prefix / Byte.SIZE;
    int rest = prefix % Byte.SIZE;
    return length == address.length
        && Arrays.equals(address, 0, whole, other, 0, whole)
        && (rest == 0 || (address[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr
        && cidr.prefix == prefix
        && Arrays.equals(cidr.address, address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + prefix;
  }

  /** The network as RFC 4632 and RFC 5952 write it, but without the shortening of zeros. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (address.length == IpAddress.V4) {
      for (byte part : address) {
        text.append(text.isEmpty() ? "" : ".").append(part & 0xff);
      }
    } else {
      for (int i = 0; i < address.length; i += 2) {
        int group = ((address[i] & 0xff) << 8) | (address[i + 1] & 0xff);
        text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
      }
    }
    return text.append('/').append(prefix).toString();
  }
}
