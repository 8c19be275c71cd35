/** The verb {@code status}: reads from the files of the service how it is doing. */
package io.vnetflowroutes.status;
