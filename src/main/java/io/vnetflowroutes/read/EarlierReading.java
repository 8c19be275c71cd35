package io.vnetflowroutes.read;

import java.util.Collections;
import java.util.NavigableSet;

/**
 * How a blob was read before, so that another reading makes the same batches.
 *
 * @param ends where its batches ended, in bytes
 * @param edition how often it was rewritten before
 */
public record EarlierReading(NavigableSet<Long> ends, int edition) {

  /** For a blob that was not read, or was rewritten since. */
  public static final EarlierReading NONE = new EarlierReading(Collections.emptyNavigableSet(), 0);
}
