package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.util.function.Predicate;

/**
 * What of all that is wanted somebody reads, where several share the work. A flow log is listed by
 * whoever owns any of its blobs, and by nobody else.
 *
 * @param flowLogs whether any of a flow log's blobs may be among them
 * @param blobs whether a blob is, by its flow log and its network interface
 */
public record Share(Predicate<FlowLogPath> flowLogs, Predicate<BlobName> blobs) {

  /** Of somebody who reads alone. */
  public static final Share ALL = new Share(flowLog -> true, blob -> true);
}
