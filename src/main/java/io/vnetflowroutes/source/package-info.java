/** Where flow logs lie: sources, their flow logs, the names of blobs, and reading them. */
package io.vnetflowroutes.source;
