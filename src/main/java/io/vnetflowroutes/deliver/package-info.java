/** Delivers the flows of one decision: destinations, and the attempts to send their messages. */
package io.vnetflowroutes.deliver;
