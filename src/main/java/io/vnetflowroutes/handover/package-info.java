/**
 * The forms in which hosts hand things on: batches as bytes of their blob, and what cannot be read.
 */
package io.vnetflowroutes.handover;
