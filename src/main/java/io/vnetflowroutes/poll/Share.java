package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.util.function.Predicate;

/**
 * One reader's share of the work of several. A flow log is listed by every reader that has any of
 * its blobs, and by no other.
 *
 * @param flowLogs whether any of a flow log's blobs may be among them
 * @param blobs whether a blob is, by its flow log and its network interface
 */
public record Share(Predicate<FlowLogPath> flowLogs, Predicate<BlobName> blobs) {

  /** The share of a single reader: everything. */
  public static final Share ALL = new Share(flowLog -> true, blob -> true);
}
