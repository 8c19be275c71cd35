package io.vnetflowroutes.connect;

import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.source.Container;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** How a task is doing, in figures. Any thread may ask. */
final class TaskMetrics {

  /** The lag of a flow log; with {@code -max} at its end, of the one that is furthest behind. */
  static final String LAG = "lag-seconds";

  private static final String MAX = "-max";

  private final DueBlobs dueBlobs;
  private final Map<String, DoubleSupplier> values = new TreeMap<>();

  TaskMetrics(
      DueBlobs dueBlobs,
      Container container,
      TaskCounts counts,
      SendQueue queue,
      OffsetRows rows,
      LastHour lastHour) {
    this.dueBlobs = dueBlobs;
    values.put(LAG + MAX, this::mostLag);
    values.put("flow-logs", dueBlobs::flowLogs);
    values.put("open-blobs", dueBlobs::openBlobs);
    values.put("due-blobs", () -> dueBlobs.openBlobs() - dueBlobs.cutBlobs());
    values.put("list-calls", container::listCalls);
    values.put("blobs-read", counts::blobs);
    values.put("bytes-read", counts::bytes);
    values.put("flows-read", counts::flows);
    values.put("unreadable", counts::unreadable);
    values.put("dead-letters", counts::deadLetters);
    values.put("queue-bytes", queue::waitingBytes);
    values.put("offset-bytes", rows::bytes);
    values.put("finished", lastHour::finished);
  }

  /** What is the same for all flow logs. */
  Map<String, DoubleSupplier> values() {
    return Collections.unmodifiableMap(values);
  }

  private double mostLag() {
    return dueBlobs.lags().stream().mapToLong(lag -> lag.overdue().toSeconds()).max().orElse(0);
  }

  /** How far behind each flow log is, by its name; of several of one name, the furthest. */
  Map<String, Double> lags() {
    return dueBlobs.lags().stream()
        .collect(
            Collectors.toMap(
                Lag::flowLog, lag -> (double) lag.overdue().toSeconds(), Math::max, TreeMap::new));
  }
}
