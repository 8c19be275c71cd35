package io.vnetflowroutes.flow;

/**
 * A record or tuple that cannot be read, kept whole with its reason for the dead letter.
 *
 * @param origin the blob that holds it
 * @param offset where its record starts in the blob, in bytes
 * @param ordinal the tuple's number within its record, or -1 where the record itself is meant
 * @param kind a short word for counting: {@code record} or {@code tuple}
 * @param text what Azure wrote
 * @param reason one sentence
 */
public record Unreadable(
    Origin origin, long offset, int ordinal, String kind, byte[] text, String reason) {}
