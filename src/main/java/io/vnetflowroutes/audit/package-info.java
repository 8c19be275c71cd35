/** The verb {@code audit}: compares what Azure holds with what was delivered. */
package io.vnetflowroutes.audit;
