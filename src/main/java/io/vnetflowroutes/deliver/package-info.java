/**
 * Turns the flows of one decision into messages for a destination: framing, names, spool, failures.
 */
package io.vnetflowroutes.deliver;
