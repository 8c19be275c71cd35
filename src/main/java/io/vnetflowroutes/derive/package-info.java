/** Derives what the log does not say from a flow and from lists that the user gives. */
package io.vnetflowroutes.derive;
