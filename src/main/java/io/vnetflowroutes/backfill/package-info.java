/**
 * The verb {@code backfill}: delivers past hours while the service runs, and estimates what that
 * costs.
 */
package io.vnetflowroutes.backfill;
