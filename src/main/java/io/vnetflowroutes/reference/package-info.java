/** The verb {@code settings}: prints the reference of all keys and the shipped configuration. */
package io.vnetflowroutes.reference;
