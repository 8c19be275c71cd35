package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.time.Duration;

/**
 * What an audit found about one blob: a network interface's hour.
 *
 * @param source the source's name
 * @param blob its flow log, network interface and hour
 * @param state how far it is delivered
 * @param length the blob's length at Azure, in bytes; 0 if it no longer exists
 * @param undelivered how many bytes are not delivered; 0 if that is unknown in bytes
 * @param lag from the blob's last change to its delivery, or to now if it is not delivered; {@code
 *     null} if it is unknown
 * @param where which destinations wait for it; empty otherwise
 * @param deadLetters its part in the dead letter
 */
public record BlobAudit(
    String source,
    BlobName blob,
    BlobState state,
    long length,
    long undelivered,
    Duration lag,
    String where,
    DeadLetterCount deadLetters) {

  /** The flow log of the blob. */
  FlowLogPath flowLog() {
    return FlowLogPath.parse(blob.flowLogPath());
  }
}
