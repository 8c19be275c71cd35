/** What waits for a destination: its spool, in order, and the plan of what goes together. */
package io.vnetflowroutes.queue;
