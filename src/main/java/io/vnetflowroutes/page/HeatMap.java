package io.vnetflowroutes.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The state of the last hours of each flow log.
 *
 * @param hours the hours, the oldest first
 * @param flowLogs how many flow logs there are; not all need be among the rows
 * @param well how many flow logs need no attention
 * @param rows flow logs, by source and name
 */
public record HeatMap(List<Instant> hours, int flowLogs, int well, List<Row> rows) {

  public HeatMap {
    hours = List.copyOf(hours);
    rows = List.copyOf(rows);
  }

  /**
   * One flow log.
   *
   * @param flowLog which one
   * @param name its name; another one may have the same
   * @param done the hour before which everything is done
   * @param lag how long its first hour that is not done is overdue; zero while none is
   * @param cells one for each hour
   */
  public record Row(
      FlowLogName flowLog, String name, Instant done, Duration lag, List<HourCell> cells) {

    public Row {
      cells = List.copyOf(cells);
    }

    /** How many of its hours need attention. */
    long needsSomebody() {
      return cells.stream().filter(cell -> cell.standing().needsSomebody()).count();
    }
  }
}
