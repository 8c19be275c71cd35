package io.vnetflowroutes.backfill;

import java.time.Instant;

/**
 * The hours of a backfill.
 *
 * @param from the first hour
 * @param to the last hour
 */
public record Span(Instant from, Instant to) {}
