package io.vnetflowroutes.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Where flows come from: one blob of one source.
 *
 * @param source the source's name in the settings
 * @param blob the blob's name inside its container
 * @param hour the start of the hour the blob holds, from its name
 * @param digest twenty hex digits that stand for the blob's name in ids and file names; an archived
 *     copy of the blob has the same
 */
public record Origin(String source, String blob, Instant hour, String digest) {

  private static final int DIGEST_BYTES = 10;

  public Origin(String source, String blob, Instant hour) {
    this(source, blob, hour, digestOf(blob));
  }

  private static String digestOf(String blob) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(blob.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
