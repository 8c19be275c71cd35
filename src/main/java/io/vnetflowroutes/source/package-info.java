/** Storage accounts and directories: their flow logs, the names of blobs, listing and reading. */
package io.vnetflowroutes.source;
