package io.vnetflowroutes.connect;

import io.vnetflowroutes.flow.Batch;

/**
 * What the progress topic says of a batch.
 *
 * @param id the batch's id
 * @param from where it starts in the blob
 * @param to where it ends
 * @param flows how many flows it holds
 * @param denied how many of them were denied
 * @param unreadable how many records and tuples could not be read
 * @param deadLetters how many records went to the topic of dead letters
 */
record BatchSummary(
    String id, long from, long to, int flows, int denied, int unreadable, int deadLetters) {

  static BatchSummary of(Batch batch, int deadLetters) {
    return new BatchSummary(
        batch.id(),
        batch.from(),
        batch.to(),
        batch.flows(),
        batch.denied().size(),
        batch.unreadable().size(),
        deadLetters);
  }
}
