package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;

/** Writes one value of a flow, or nothing at all where the flow has none. */
interface Value {

  void write(Flow flow, ByteOutput out);
}
