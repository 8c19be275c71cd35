/** The verb {@code status}: reads the status of the service from its files. */
package io.vnetflowroutes.status;
