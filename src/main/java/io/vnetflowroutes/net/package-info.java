/** Connects to other servers: proxies from the environment, and trusted certificate authorities. */
package io.vnetflowroutes.net;
