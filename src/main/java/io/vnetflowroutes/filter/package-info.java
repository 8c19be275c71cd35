/** Leaves out flows: filters, sampling, and counts of what they left out. */
package io.vnetflowroutes.filter;
