/** What is left out: filters, sampling, and what they tell of it. */
package io.vnetflowroutes.filter;
