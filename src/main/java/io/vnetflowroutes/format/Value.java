package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;

/** Writes one value of a flow, or nothing at all where the flow has none. */
interface Value {

  /** No value, of any flow: the row of one is left out of its table. */
  Value NONE = (flow, out) -> {};

  void write(Flow flow, ByteOutput out);
}
