/** From a flow to the bytes of one output format. */
package io.vnetflowroutes.format;
