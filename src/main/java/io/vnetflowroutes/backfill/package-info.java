/** Hours of the past that are delivered beside the service: how much, how far, what it costs. */
package io.vnetflowroutes.backfill;
