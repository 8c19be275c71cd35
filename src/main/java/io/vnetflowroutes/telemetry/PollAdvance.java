package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.CatchUp;

/**
 * The progress of a poll.
 *
 * @param hours how far it is
 * @param blobs blobs read to their end
 * @param bytes bytes of blobs delivered
 * @param flows flows delivered
 */
public record PollAdvance(CatchUp hours, long blobs, long bytes, long flows) {}
