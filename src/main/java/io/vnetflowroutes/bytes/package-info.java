/** Reads and writes bytes quickly: numbers, UTF-8, output buffers, digests. */
package io.vnetflowroutes.bytes;
