package io.vnetflowroutes.filter;

import io.vnetflowroutes.derive.Endpoints;
import io.vnetflowroutes.flow.Flow;

/** Checks whether a flow has one of the values of a condition. Any number of threads may ask. */
interface FlowCheck {

  /**
   * Whether the flow has one of the values.
   *
   * @param endpoints reads addresses, for the thread that asks
   */
  boolean matches(Flow flow, Endpoints endpoints);
}
