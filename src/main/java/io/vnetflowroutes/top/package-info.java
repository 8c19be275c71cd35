/** The verb {@code top}: the page of the management port in a terminal. */
package io.vnetflowroutes.top;
