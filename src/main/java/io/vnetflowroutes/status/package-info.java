/** Reads from the service's files how it is doing. */
package io.vnetflowroutes.status;
