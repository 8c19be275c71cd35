package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Which lanes one of the connector's tasks owns. Each task works that out by itself from its number
 * and theirs, so that nothing has to be handed out when a flow log or an interface appears. Any
 * thread may call it.
 */
final class Lanes {

  private final String account;
  private final Slices slices;
  private final int task;
  private final int tasks;
  private final Map<String, List<Lane>> owned = new ConcurrentHashMap<>();

  /**
   * @param task the task's number, from 0
   * @param tasks how many tasks there are
   */
  Lanes(String account, Slices slices, int task, int tasks) {
    this.account = account;
    this.slices = slices;
    this.task = task;
    this.tasks = tasks;
  }

  String account() {
    return account;
  }

  /** Whether this is the task that does what only one of them must. */
  boolean first() {
    return task == 0;
  }

  /** The task's number among the others, for messages. */
  String name() {
    return task + "/" + tasks;
  }

  /** The lanes of a flow log that this task owns. */
  List<Lane> of(String flowLog) {
    return owned.computeIfAbsent(
        flowLog,
        path ->
            all(path, slices(path)).stream().filter(lane -> lane.owner(tasks) == task).toList());
  }

  private int slices(String flowLog) {
    return slices.of(FlowLogPath.parse(flowLog).name(), slices.all());
  }

  private List<Lane> all(String flowLog, int count) {
    return IntStream.range(0, count)
        .mapToObj(slice -> new Lane(account, flowLog, slice, count))
        .toList();
  }

  /**
   * The lanes that may have held what a lane holds when flow logs were divided otherwise: those
   * whose slices overlap with its own. The lane itself is one of them.
   */
  List<List<Lane>> overlapping(Lane lane) {
    return IntStream.iterate(1, count -> count <= Slices.MOST, count -> count * 2)
        .mapToObj(
            count ->
                all(lane.flowLog(), count).stream().filter(other -> overlap(lane, other)).toList())
        .toList();
  }

  private static boolean overlap(Lane lane, Lane other) {
    int finest = Math.max(lane.slices(), other.slices());
    int ofLane = finest / lane.slices();
    int ofOther = finest / other.slices();
    return lane.slice() * ofLane < (other.slice() + 1) * ofOther
        && other.slice() * ofOther < (lane.slice() + 1) * ofLane;
  }

  /** The lane of this task that a blob belongs to; {@code null} if it is another task's. */
  Lane of(BlobName blob) {
    for (Lane lane : of(blob.flowLogPath())) {
      if (lane.holds(blob.macAddress())) {
        return lane;
      }
    }
    return null;
  }

  /** What of a source this task reads. */
  Share share() {
    return new Share(flowLog -> !of(flowLog.path()).isEmpty(), blob -> of(blob) != null);
  }
}
