package io.vnetflowroutes.check;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The blob of a flow log that was written last: of the newest hour that has any.
 *
 * @param flowLog the flow log
 * @param blob the blob
 * @param hour the start of its hour
 */
record NewestBlob(FlowLogPath flowLog, ListedBlob blob, Instant hour) {

  private static final List<String> LEVELS = List.of("y=", "m=", "d=", "h=");

  /** Finds it with five list calls, however many blobs there are. */
  static Optional<NewestBlob> of(Container container, FlowLogPath flowLog) {
    String prefix = flowLog.path() + '/';
    for (String level : LEVELS) {
      String start = prefix + level;
      Optional<String> last =
          container.folders(prefix).stream()
              .filter(folder -> folder.startsWith(start))
              .max(Comparator.naturalOrder());
      if (last.isEmpty()) {
        return Optional.empty();
      }
      prefix = last.get();
    }
    List<ListedBlob> blobs = new ArrayList<>();
    container.list(prefix, blobs::add);
    return blobs.stream()
        .filter(blob -> blob.length() > 0 && BlobName.parse(blob.name()).isPresent())
        .max(Comparator.comparingLong(ListedBlob::modified))
        .map(
            blob ->
                new NewestBlob(flowLog, blob, BlobName.parse(blob.name()).orElseThrow().hour()));
  }
}
