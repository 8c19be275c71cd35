/** Derives fields that the log does not have, from a flow and from lists that the user gives. */
package io.vnetflowroutes.derive;
