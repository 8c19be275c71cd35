package io.vnetflowroutes.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the newest and the oldest hour of a flow log that hold anything. It lists by delimiter,
 * level by level, with five list calls each, however many blobs there are; folders with only empty
 * blobs cost some more.
 */
public final class OuterHours {

  /** Year, month, day and hour. */
  private static final int LEVELS = 4;

  private final Container container;
  private final String folder;

  public OuterHours(Container container, FlowLogPath flowLog) {
    this.container = container;
    this.folder = flowLog.path() + '/';
  }

  /** The blobs of the newest hour that are not empty; none if the flow log has none. */
  public List<ListedBlob> newest() {
    return first(folder, LEVELS, Comparator.reverseOrder());
  }

  /** The blobs of the oldest hour likewise. */
  public List<ListedBlob> oldest() {
    return first(folder, LEVELS, Comparator.naturalOrder());
  }

  private List<ListedBlob> first(String above, int levels, Comparator<String> order) {
    if (levels == 0) {
      List<ListedBlob> blobs = new ArrayList<>();
      container.list(
          above,
          blob -> {
            if (blob.length() > 0 && BlobName.parse(blob.name()).isPresent()) {
              blobs.add(blob);
            }
          });
      return blobs;
    }
    return container.folders(above).stream()
        .sorted(order)
        .map(below -> first(below, levels - 1, order))
        .filter(blobs -> !blobs.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
