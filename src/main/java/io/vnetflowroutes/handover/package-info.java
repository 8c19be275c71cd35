/**
 * The form in which one host hands batches on to another: the blob's own bytes and their origin.
 */
package io.vnetflowroutes.handover;
