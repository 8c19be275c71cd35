/** Reads one due blob as batches, from its last position. */
package io.vnetflowroutes.read;
