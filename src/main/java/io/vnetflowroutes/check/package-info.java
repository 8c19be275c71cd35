/** Checks, before or beside a run, the network, credentials, flow logs, destinations and disk. */
package io.vnetflowroutes.check;
