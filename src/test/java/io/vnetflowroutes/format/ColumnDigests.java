package io.vnetflowroutes.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The SHA-256 of all values of each column, by which many rows are compared without being kept. */
final class ColumnDigests {

  private final Map<String, MessageDigest> digests = new LinkedHashMap<>();

  void add(Map<String, Object> row) {
    row.forEach(
        (column, value) ->
            digests
                .computeIfAbsent(column, name -> sha256())
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
