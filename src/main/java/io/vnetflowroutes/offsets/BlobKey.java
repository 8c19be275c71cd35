package io.vnetflowroutes.offsets;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What distinguishes a blob from the others of its flow log and hour, in eight bytes: its network
 * interface, or, where the name is not spelled as Azure spells it, a hash of the whole name.
 */
public final class BlobKey {

  private static final Pattern OF_AZURE =
      Pattern.compile(".*/m=00/macAddress=([0-9A-F]{12})/PT1H\\.json", Pattern.DOTALL);

  /** Tells hashes from interfaces, which have six bytes. */
  private static final long HASH = Long.MIN_VALUE;

  private BlobKey() {}

  public static long of(String name) {
    Matcher ofAzure = OF_AZURE.matcher(name);
    return ofAzure.matches() ? Long.parseLong(ofAzure.group(1), 16) : Lane.hash(name) | HASH;
  }

  /** Whether the blob of a key belongs to a lane; unknown for a hash. */
  public static boolean mayBeIn(Lane lane, long key) {
    return (key & HASH) != 0 || lane.holds("%012X".formatted(key));
  }
}
