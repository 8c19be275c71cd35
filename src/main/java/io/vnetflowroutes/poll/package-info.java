/** Which blobs are due now: the hours to list, and what in them has grown. */
package io.vnetflowroutes.poll;
