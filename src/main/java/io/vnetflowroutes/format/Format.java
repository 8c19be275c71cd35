package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import java.util.Set;

/**
 * An output format: writes one flow as bytes.
 *
 * <p>A format may cache what consecutive flows share, so an instance belongs to one thread at a
 * time; {@link Formats} makes a new one each time.
 */
public interface Format {

  /** Writes one flow, without a separator after it. */
  void write(Flow flow, ByteOutput out);

  /** The kind of its text. */
  default Syntax syntax() {
    return Syntax.JSON;
  }

  /** The keys of a flow's JSON object; none if they are unknown. */
  default Set<String> members() {
    return Set.of();
  }

  /**
   * Writes the text before the first flow of a file or body, with its line end; most formats have
   * none.
   */
  default void header(ByteOutput out) {}

  /** Writes the text after the last flow of a file or body; most formats have none. */
  default void footer(ByteOutput out) {}

  /** The approximate bytes of flows that it holds until the footer; most formats hold none. */
  default long held() {
    return 0;
  }

  /**
   * Whether the text of a flow contains the next one of the part, too, so that nothing is written
   * for that one: in formats that write whole records.
   */
  default boolean holds(Flow written, Flow next) {
    return false;
  }
}
