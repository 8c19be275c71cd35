/** The offsets of the connector: rows that say how far lanes and the blobs of their hours are. */
package io.vnetflowroutes.offsets;
