package io.vnetflowroutes.page;

import io.vnetflowroutes.flow.Batch;
import java.util.HashMap;
import java.util.Map;

/** The delivered traffic of one hour of the logs. One thread at a time may use it. */
final class HourTraffic {

  private final Map<FlowLogName, FlowCount> flowLogs = new HashMap<>();
  private final DeniedFlows denied = new DeniedFlows();
  private FlowCount flows = FlowCount.NONE;

  /**
   * Counts a batch.
   *
   * @param count the flows of the batch
   */
  void count(FlowLogName flowLog, Batch batch, FlowCount count) {
    flows = flows.plus(count);
    flowLogs.merge(flowLog, count, FlowCount::plus);
    denied.count(batch.denied().flows());
  }

  /** All flows of the hour. */
  FlowCount flows() {
    return flows;
  }

  /** The flows of one flow log. */
  FlowCount flows(FlowLogName flowLog) {
    return flowLogs.getOrDefault(flowLog, FlowCount.NONE);
  }

  /** The denied flows. */
  DeniedFlows denied() {
    return denied;
  }
}
