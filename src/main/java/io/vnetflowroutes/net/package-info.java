/** Reaches other servers: the proxies that the environment names, and the authorities it trusts. */
package io.vnetflowroutes.net;
