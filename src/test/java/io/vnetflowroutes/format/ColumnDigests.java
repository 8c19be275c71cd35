package io.vnetflowroutes.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The MD5 of all values of each column, by which many rows are compared without being kept. It is
 * quick, and guards against mistakes, not against forgers.
 */
final class ColumnDigests {

  private final Map<String, MessageDigest> digests = new LinkedHashMap<>();

  void add(Map<String, Object> row) {
    row.forEach(
        (column, value) ->
            digests
                .computeIfAbsent(column, name -> md5())
                .update((text(value) + '\n').getBytes(StandardCharsets.UTF_8)));
  }

  /** A value as a text that is told from all others. */
  static String text(Object value) {
    return value == null ? "\u0000null" : value.toString();
  }

  /** The digests by their columns, each taken once. */
  Map<String, String> take() {
    Map<String, String> hex = new LinkedHashMap<>();
    digests.forEach((column, digest) -> hex.put(column, HexFormat.of().formatHex(digest.digest())));
    return hex;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
