/** From the bytes of a blob to records, tuples and batches, and what of them is unreadable. */
package io.vnetflowroutes.parse;
