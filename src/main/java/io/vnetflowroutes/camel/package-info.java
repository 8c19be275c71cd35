/** Assembles the running program around Camel: beans, route files, what reads and what delivers. */
package io.vnetflowroutes.camel;
