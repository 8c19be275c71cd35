/** Keeps records on disk in order: segments that many share, and how far they are done with. */
package io.vnetflowroutes.spool;
