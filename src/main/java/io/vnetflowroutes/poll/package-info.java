/** Finds the blobs that are due: which hours to list, and what has grown in them. */
package io.vnetflowroutes.poll;
