/** From a part of a batch to the messages a destination is given: framing, names, retries. */
package io.vnetflowroutes.deliver;
