/** Finds the blobs that are due: which hours to list, and which blobs have grown. */
package io.vnetflowroutes.poll;
