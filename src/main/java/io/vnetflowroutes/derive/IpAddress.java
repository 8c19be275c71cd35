package io.vnetflowroutes.derive;

import java.util.Arrays;

/**
 * Parses IP addresses from text, in place. Nothing has checked Azure's texts before, so a text may
 * be anything.
 */
public final class IpAddress {

  /** The bytes of an IPv4 address. */
  public static final int V4 = 4;

  /** The bytes of an IPv6 address. */
  public static final int V6 = 16;

  private static final int GROUP_DIGITS = 4;

  private IpAddress() {}

  /**
   * Reads an address in a range of a text: four decimal numbers without leading zeros, or IPv6
   * after RFC 4291 without a zone.
   *
   * @param into receives the bytes of the address, in network order; has room for {@link #V6}
   * @return {@link #V4}, {@link #V6}, or 0 if the text is not an address
   */
  public static int read(byte[] text, int from, int to, byte[] into) {
    if (FastIpv4Parser.read(text, from, to, into)) {
      return V4;
    }
    for (int at = from; at < to; at++) {
      if (text[at] == ':') {
        return readV6(text, from, to, into) ? V6 : 0;
      }
    }
    return readV4(text, from, to, into, 0) ? V4 : 0;
  }

  private static boolean readV4(byte[] text, int from, int to, byte[] into, int first) {
    int part = 0;
    int number = -1;
    for (int at = from; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        if (number == 0) {
          return false;
        }
        number = number < 0 ? digit : number * 10 + digit;
        if (number > 255) {
          return false;
        }
      } else if (text[at] == '.' && number >= 0 && part < V4 - 1) {
        into[first + part++] = (byte) number;
        number = -1;
      } else {
        return false;
      }
    }
    if (number < 0 || part != V4 - 1) {
      return false;
    }
    into[first + part] = (byte) number;
    return true;
  }

  private static boolean readV6(byte[] text, int from, int to, byte[] into) {
    int size = 0;
    int gap = -1;
    int at = from;
    if (text[at] == ':') {
      if (to - at < 2 || text[at + 1] != ':') {
        return false;
      }
      gap = 0;
      at += 2;
    }
    while (at < to) {
      int end = endOfGroup(text, at, to);
      if (end < to && text[end] == '.') {
        if (size > V6 - V4 || !readV4(text, at, to, into, size)) {
          return false;
        }
        size += V4;
        break;
      }
      if (end == at || end - at > GROUP_DIGITS || size == V6) {
        return false;
      }
      int group = hex(text, at, end);
      into[size++] = (byte) (group >> 8);
      into[size++] = (byte) group;
      if (end == to) {
        break;
      }
      at = end + 1;
      if (text[end] != ':' || at == to) {
        return false;
      }
      if (text[at] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = size;
        at++;
      }
    }
    if (gap < 0) {
      return size == V6;
    }
    if (size == V6) {
      return false;
    }
    System.arraycopy(into, gap, into, V6 - (size - gap), size - gap);
    Arrays.fill(into, gap, V6 - (size - gap), (byte) 0);
    return true;
  }

  private static int endOfGroup(byte[] text, int from, int to) {
    int end = from;
    while (end < to && Character.digit(text[end], 16) >= 0) {
      end++;
    }
    return end;
  }

  private static int hex(byte[] text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = number << 4 | Character.digit(text[at], 16);
    }
    return number;
  }
}
