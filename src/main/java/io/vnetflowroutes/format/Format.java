package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import java.util.Set;

/**
 * An output format: how one flow becomes bytes.
 *
 * <p>A format may cache what consecutive flows share, so an instance belongs to one thread at a
 * time; {@link Formats} makes a new one each time.
 */
public interface Format {

  /** Writes one flow, without a separator behind it. */
  void write(Flow flow, ByteOutput out);

  /** What kind of text it is. */
  default Syntax syntax() {
    return Syntax.JSON;
  }

  /** The keys of the object that each flow is in JSON; none if the format does not say. */
  default Set<String> members() {
    return Set.of();
  }

  /** Writes what stands before the first flow of a file or body, its line ended; mostly nothing. */
  default void header(ByteOutput out) {}

  /** Writes what stands behind the last flow of a file or body; mostly nothing. */
  default void footer(ByteOutput out) {}

  /** How many bytes of flows are held back until the footer, about; mostly none. */
  default long held() {
    return 0;
  }

  /**
   * Whether what was written for a flow holds the next one of the part, too, so that nothing is
   * written for that: where the unit is not the flow but its record.
   */
  default boolean holds(Flow written, Flow next) {
    return false;
  }
}
