/** Delivers hours of the past beside the service: how much, how far, at what cost. */
package io.vnetflowroutes.backfill;
