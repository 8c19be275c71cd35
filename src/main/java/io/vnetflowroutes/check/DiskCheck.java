package io.vnetflowroutes.check;

import io.vnetflowroutes.settings.ProgramKeys;
import java.io.IOException;

/** Checks whether the disk has room for the messages that may have to wait. */
public final class DiskCheck {

  private static final long ALMOST_NOTHING = 256L << 20;
  private static final long GB = 1L << 30;
  private static final long MB = 1L << 20;

  private DiskCheck() {}

  /**
   * Compares the free space with what the spools may take.
   *
   * @param limit how much may wait for one destination, in bytes
   * @param destinations how many there are
   */
  public static void check(CheckReporter subject, FolderCheck spool, long limit, int destinations) {
    long free;
    try {
      free = spool.space();
    } catch (IOException e) {
      subject.warn("space", "The free space cannot be told: " + e.getMessage());
      return;
    }
    long wanted = limit > Long.MAX_VALUE / destinations ? Long.MAX_VALUE : limit * destinations;
    if (free < ALMOST_NOTHING) {
      subject.fail(
          "space",
          "Only %s are free at '%s'; give the disk more room".formatted(size(free), spool.path()));
    } else if (free < wanted) {
      subject.warn(
          "space",
          "%s are free at '%s', but what waits may take %s (%s for each of %d"
                  .formatted(
                      size(free), spool.path(), size(wanted), ProgramKeys.SPOOL_LIMIT, destinations)
              + " destinations); give the disk more room, or lower the limit");
    } else {
      subject.ok(
          "space",
          "%s are free at '%s', where at most %s wait"
              .formatted(size(free), spool.path(), size(wanted)));
    }
  }

  private static String size(long bytes) {
    return bytes >= GB ? bytes / GB + " GB" : bytes / MB + " MB";
  }
}
