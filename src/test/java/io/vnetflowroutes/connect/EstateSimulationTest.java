package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.connect.EstateSimulation.Hour;
import org.junit.jupiter.api.Test;

/**
 * Proves what a task asks of an account in an hour, and how many rows of offsets it has. The
 * benchmarks make the figures of docs/scale-out.md with the same simulation of larger estates.
 */
class EstateSimulationTest {

  private static final int FLOW_LOGS = 4;
  private static final int INTERFACES = 300;
  private static final int TASKS = 2;

  /** Levels of folders above flow logs, which the search lists each time. */
  private static final int LEVELS = 3;

  /** A lane has a row for itself, those of the hours that are kept, and one to change over. */
  private static final int MOST_ROWS_OF_A_LANE = 31;

  @Test
  void aTaskListsAndReadsItsOwnFlowLogsAndItsRowsStayAsMany() throws Exception {
    try (EstateSimulation share = new EstateSimulation(FLOW_LOGS, INTERFACES, 1, TASKS)) {
      int lanes = share.lanes();
      long reads = (long) INTERFACES * lanes;
      assertThat(lanes).isBetween(FLOW_LOGS / TASKS, FLOW_LOGS);
      Hour first = share.start();
      assertThat(first.reads()).isEqualTo(reads);
      assertThat(first.lists())
          .as("the search looks into each flow log once, and a task lists its own")
          .isEqualTo(LEVELS + FLOW_LOGS + lanes);

      // 24 hours of yesterday are 7,200 blobs, which are two pages; those of today are one.
      int pages = 3;
      Hour restarted = share.restartAfterADay();
      assertThat(restarted.reads()).as("it knows what it has read").isEqualTo(reads);
      assertThat(restarted.lists()).isEqualTo(LEVELS + FLOW_LOGS + pages * lanes);
      assertThat(share.next().lists()).isEqualTo(LEVELS + pages * lanes);
      int rows = share.rows();
      Hour last = share.next();
      assertThat(last.lists()).isEqualTo(LEVELS + pages * lanes);
      assertThat(last.reads()).isEqualTo(reads);
      assertThat(share.rows()).isEqualTo(rows).isLessThanOrEqualTo(1 + MOST_ROWS_OF_A_LANE * lanes);
    }
  }
}
