package io.vnetflowroutes.flowlogs;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the flow logs of a container, wanted or not, and their oldest and newest hours. It descends
 * by delimiter, so that it costs about ten list calls a flow log, however many blobs there are.
 */
public final class FlowLogFinder {

  /** Year, month, day and hour. */
  private static final int LEVELS = 4;

  private final Source everything;
  private final Container container;
  private final Predicate<FlowLogPath> wanted;

  /**
   * @param source the name of the source, for messages
   * @param container what is looked into
   * @param wanted whether the settings take a flow log
   */
  public FlowLogFinder(String source, Container container, Predicate<FlowLogPath> wanted) {
    this.everything = new Source(source, container, FlowLogSelection.EVERYTHING);
    this.container = container;
    this.wanted = wanted;
  }

  /** All flow logs that the container holds, those of other subscriptions among them. */
  public List<FoundFlowLog> flowLogs() {
    return everything.flowLogs(Set.of()).stream().map(this::held).toList();
  }

  private FoundFlowLog held(FlowLogPath flowLog) {
    List<ListedBlob> newest = firstHour(flowLog.path() + '/', LEVELS, true);
    if (newest.isEmpty()) {
      return new FoundFlowLog(flowLog, wanted.test(flowLog), null, null, 0, null, 0, null);
    }
    ListedBlob last = Collections.max(newest, Comparator.comparingLong(ListedBlob::modified));
    List<ListedBlob> oldest = firstHour(flowLog.path() + '/', LEVELS, false);
    return new FoundFlowLog(
        flowLog,
        wanted.test(flowLog),
        hour(oldest.get(0)),
        hour(last),
        newest.size(),
        last.name(),
        last.length(),
        Instant.ofEpochMilli(last.modified()));
  }

  /** The blobs of the newest or the oldest hour below a folder that has any. */
  private List<ListedBlob> firstHour(String folder, int levels, boolean newest) {
    if (levels == 0) {
      List<ListedBlob> blobs = new ArrayList<>();
      container.list(
          folder,
          blob -> {
            if (blob.length() > 0 && BlobName.parse(blob.name()).isPresent()) {
              blobs.add(blob);
            }
          });
      return blobs;
    }
    Comparator<String> byName = Comparator.naturalOrder();
    return container.folders(folder).stream()
        .sorted(newest ? byName.reversed() : byName)
        .map(below -> firstHour(below, levels - 1, newest))
        .filter(blobs -> !blobs.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Instant hour(ListedBlob blob) {
    return BlobName.parse(blob.name()).orElseThrow().hour();
  }
}
