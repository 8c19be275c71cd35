package io.vnetflowroutes.backfill;

/**
 * The progress of a backfill.
 *
 * @param blobs how many blobs are read to their end
 * @param bytes how many bytes are delivered
 * @param flows how many flows were delivered since it was started or went on
 */
public record BackfillAdvance(long blobs, long bytes, long flows) {}
