/**
 * The forms in which hosts hand things on: batches as bytes of their blob, how far blobs are, and
 * what cannot be read.
 */
package io.vnetflowroutes.handover;
