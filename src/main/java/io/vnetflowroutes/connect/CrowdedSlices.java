package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.FlowLogPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a flow log whose slices have more network interfaces than suit a row of offsets how many
 * slices would be right: each transaction writes the row of an hour anew, and one that is longer
 * than Kafka takes would fail the task.
 */
final class CrowdedSlices {

  private static final Logger LOG = LoggerFactory.getLogger(CrowdedSlices.class);

  /** So many network interfaces make a row of some 30 KB. */
  private static final int MOST = 1_500;

  private final WarningThrottle said;

  CrowdedSlices(WarningThrottle said) {
    this.said = said;
  }

  /** Takes a look at how many blobs an hour of a lane has. */
  void look(Lane lane, int blobs) {
    int wanted = wanted(lane.slices(), blobs);
    if (wanted > lane.slices() && said.due(lane.flowLog() + " is crowded", "" + wanted)) {
      String name = FlowLogPath.parse(lane.flowLog()).name();
      LOG.warn(
          "The flow log '{}' has more than {} network interfaces in an hour of a slice; flowlogs.slices = {}={}"
              + " makes smaller ones, which several tasks can share",
          name,
          MOST,
          name,
          wanted);
    }
  }

  private static int wanted(int slices, int blobs) {
    int wanted = slices;
    while (wanted < Lane.MOST_SLICES && (long) blobs * slices > (long) MOST * wanted) {
      wanted *= 2;
    }
    return wanted;
  }
}
