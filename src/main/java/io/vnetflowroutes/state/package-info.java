/**
 * Keeps what must survive a crash: the position in each blob, planned batches, acknowledgements.
 */
package io.vnetflowroutes.state;
