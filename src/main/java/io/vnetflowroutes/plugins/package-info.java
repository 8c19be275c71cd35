/**
 * The verbs {@code add}, {@code plugins} and {@code remove}: fetches plug-ins and takes them away.
 */
package io.vnetflowroutes.plugins;
