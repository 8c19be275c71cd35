/** The page of the management port: what is behind, what is whole, and what was denied. */
package io.vnetflowroutes.page;
