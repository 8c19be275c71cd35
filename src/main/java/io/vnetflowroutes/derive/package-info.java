/** What follows from a flow without looking anything up. */
package io.vnetflowroutes.derive;
