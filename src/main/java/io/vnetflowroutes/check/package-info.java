/**
 * The verb {@code check}: looks at network, credentials, flow logs, destinations and disk before a
 * run.
 */
package io.vnetflowroutes.check;
