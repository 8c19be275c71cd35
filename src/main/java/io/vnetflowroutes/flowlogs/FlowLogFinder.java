package io.vnetflowroutes.flowlogs;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.OuterHours;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.SourceLog;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the flow logs of a container, selected or not, and their oldest and newest hours. It lists
 * by delimiter, level by level, and so needs about ten list calls per flow log, however many blobs
 * there are.
 */
public final class FlowLogFinder {

  private final Source everything;
  private final Container container;
  private final Predicate<FlowLogPath> wanted;

  /**
   * @param source the name of the source, for messages
   * @param container what is looked into
   * @param wanted whether the settings take a flow log
   */
  public FlowLogFinder(String source, Container container, Predicate<FlowLogPath> wanted) {
    this.everything = new Source(source, container, FlowLogSelection.EVERYTHING, new SourceLog());
    this.container = container;
    this.wanted = wanted;
  }

  /** All flow logs that the container holds, those of other subscriptions among them. */
  public List<FoundFlowLog> flowLogs() {
    return everything.flowLogs(Set.of()).stream().map(this::held).toList();
  }

  private FoundFlowLog held(FlowLogPath flowLog) {
    OuterHours hours = new OuterHours(container, flowLog);
    List<ListedBlob> newest = hours.newest();
    if (newest.isEmpty()) {
      return new FoundFlowLog(flowLog, wanted.test(flowLog), null, null, 0, null, 0, null);
    }
    ListedBlob last = Collections.max(newest, Comparator.comparingLong(ListedBlob::modified));
    List<ListedBlob> oldest = hours.oldest();
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

  private static Instant hour(ListedBlob blob) {
    return BlobName.parse(blob.name()).orElseThrow().hour();
  }
}
