package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import java.time.Duration;
import java.time.Instant;

/**
 * What an audit found about one blob: a network interface's hour.
 *
 * @param source the source's name
 * @param flowLog the flow log's name
 * @param path the flow log's folder
 * @param macAddress the network interface; empty in the oldest NSG flow logs
 * @param hour the hour's beginning
 * @param standing its state
 * @param length the blob's length at Azure, in bytes; 0 where it is gone
 * @param undelivered how many bytes are not delivered; 0 if that is unknown in bytes
 * @param lag from the blob's last change to its delivery, or to now if it is not delivered; {@code
 *     null} where it is unknown
 * @param where which destinations wait for it; empty otherwise
 * @param deadLetters what of it lies in the dead letter
 */
public record BlobAudit(
    String source,
    String flowLog,
    String path,
    String macAddress,
    Instant hour,
    BlobState standing,
    long length,
    long undelivered,
    Duration lag,
    String where,
    DeadLetterCount deadLetters) {}
