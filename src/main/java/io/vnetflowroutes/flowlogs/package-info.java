/**
 * The verb {@code flow-logs}: lists the flow logs that the sources hold, and how new each of them
 * is.
 */
package io.vnetflowroutes.flowlogs;
