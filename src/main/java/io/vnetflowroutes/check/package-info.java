/**
 * The verb {@code check}: tests network, credentials, flow logs, destinations and disk before a
 * run.
 */
package io.vnetflowroutes.check;
