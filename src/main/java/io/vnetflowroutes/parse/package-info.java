/** Parses the bytes of a blob into records, tuples and batches, and keeps what it cannot read. */
package io.vnetflowroutes.parse;
