/** The page of the management port: what is behind, what is complete, and what was denied. */
package io.vnetflowroutes.page;
