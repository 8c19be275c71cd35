package io.vnetflowroutes.offsets;

/**
 * What distinguishes a blob from the others of its flow log and hour, in eight bytes: its network
 * interface, or, where the name is not spelled as Azure spells it, a hash of the whole name.
 */
public final class BlobKey {

  private static final String BEFORE = "/m=00/macAddress=";
  private static final String BEHIND = "/PT1H.json";
  private static final int DIGITS = 12;

  /** Tells hashes from interfaces, which have six bytes. */
  private static final long HASH = Long.MIN_VALUE;

  private BlobKey() {}

  public static long of(String name) {
    int end = name.length() - BEHIND.length();
    int start = end - DIGITS;
    boolean ofAzure =
        name.endsWith(BEHIND)
            && name.startsWith(BEFORE, start - BEFORE.length())
            && areHexDigits(name, start, end);
    return ofAzure ? Long.parseLong(name, start, end, 16) : Lane.hash(name) | HASH;
  }

  /** Whether characters of a text are digits as Azure writes hexadecimal numbers. */
  static boolean areHexDigits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'A' || digit > 'F')) {
        return false;
      }
    }
    return true;
  }

  /** Whether the blob of a key belongs to a lane; unknown for a hash. */
  public static boolean mayBeIn(Lane lane, long key) {
    return (key & HASH) != 0 || lane.holds("%012X".formatted(key));
  }
}
