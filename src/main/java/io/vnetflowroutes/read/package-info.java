/** Reads one due blob as batches, from where it was left. */
package io.vnetflowroutes.read;
