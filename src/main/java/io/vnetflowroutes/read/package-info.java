/** Reads due blobs: from a stream of bytes to batches, and what to do when that fails. */
package io.vnetflowroutes.read;
