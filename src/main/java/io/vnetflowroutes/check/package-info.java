/** What can be looked at before or beside a run: network, credentials, flow logs, destinations. */
package io.vnetflowroutes.check;
