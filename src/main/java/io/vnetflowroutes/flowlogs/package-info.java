/**
 * The verb {@code flow-logs}: the flow logs that storage accounts hold, and how new each of them
 * is.
 */
package io.vnetflowroutes.flowlogs;
