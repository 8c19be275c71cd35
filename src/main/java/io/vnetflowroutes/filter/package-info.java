/** Leaves flows out: filters, sampling, and the counts of what they left out. */
package io.vnetflowroutes.filter;
