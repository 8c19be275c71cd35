package io.vnetflowroutes.flow;

import io.vnetflowroutes.bytes.Digest;
import java.time.Instant;

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
    this(source, blob, hour, Digest.of(blob, DIGEST_BYTES));
  }
}
