package io.vnetflowroutes.page;

import java.time.Instant;

/**
 * The state of one destination.
 *
 * @param name its name
 * @param kind the scheme of its URI, such as {@code kafka}
 * @param delivered flows that it acknowledged since the start
 * @param refused flows that it permanently refused
 * @param failures attempts to send it a message that failed
 * @param waiting how many messages wait for it
 * @param bytes how much they take on disk
 * @param since since when the first of them waits; {@code null} where none does
 * @param why why it does not take them; empty where it does, or nobody knows
 */
public record DestinationStatus(
    String name,
    String kind,
    long delivered,
    long refused,
    long failures,
    int waiting,
    long bytes,
    Instant since,
    String why) {}
