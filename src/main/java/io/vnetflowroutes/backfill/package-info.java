/**
 * The verb {@code backfill}: delivers hours of the past beside the service, and says what that
 * costs.
 */
package io.vnetflowroutes.backfill;
