/** Writes flows as bytes of an output format: one interface, a class per format. */
package io.vnetflowroutes.format;
