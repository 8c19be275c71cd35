package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;

/**
 * An output format: how one flow looks in bytes.
 *
 * <p>A format may keep what consecutive flows share, so an instance belongs to one thread and one
 * delivery; {@link Formats} makes a new one each time.
 */
public interface Format {

  /** Writes one flow, without a separator behind it. */
  void write(Flow flow, ByteOutput out);
}
