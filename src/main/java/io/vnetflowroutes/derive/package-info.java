/** What follows from a flow, and from lists that the user gives, but is not in the log. */
package io.vnetflowroutes.derive;
