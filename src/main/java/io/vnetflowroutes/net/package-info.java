/**
 * How the program reaches others: proxies that the environment names, and authorities it trusts.
 */
package io.vnetflowroutes.net;
