package io.vnetflowroutes.check;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.OuterHours;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The blob of a flow log that was written last, in the newest hour that has any.
 *
 * @param flowLog the flow log
 * @param blob the blob
 * @param hour the start of its hour
 */
record NewestBlob(FlowLogPath flowLog, ListedBlob blob, Instant hour) {

  /** Finds it, if the flow log has a blob that is not empty. */
  static Optional<NewestBlob> of(Container container, FlowLogPath flowLog) {
    return new OuterHours(container, flowLog)
        .newest().stream()
            .max(Comparator.comparingLong(ListedBlob::modified))
            .map(
                blob ->
                    new NewestBlob(
                        flowLog, blob, BlobName.parse(blob.name()).orElseThrow().hour()));
  }
}
