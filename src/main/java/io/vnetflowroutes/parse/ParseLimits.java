package io.vnetflowroutes.parse;

/**
 * The size limits for reading a blob.
 *
 * @param batchFlows a batch is closed once it holds this many flows
 * @param batchBytes a batch is closed once it spans this many bytes of the blob
 * @param recordBytes a longer record goes to the dead letter
 */
public record ParseLimits(int batchFlows, int batchBytes, int recordBytes) {}
