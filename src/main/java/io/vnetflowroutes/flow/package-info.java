/** The domain: what a flow is, where it came from, and what was decided about it. */
package io.vnetflowroutes.flow;
