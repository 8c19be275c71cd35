package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.HourRow;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneRows;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.BlobProgress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of all lanes that a task reads, as they are sent: what was read but waits to be sent is
 * not in them. Threads that read blobs ask, and the thread that gives records to Connect changes
 * them.
 */
final class OffsetRows {

  /** So many blobs are kept unpacked, which takes some 300 bytes each. */
  private static final int MOST_UNPACKED = 50_000;

  private final StoredOffsets stored;
  private final Lanes lanes;
  private final Map<Lane, LaneRows> known = new HashMap<>();

  /** Rows that are unpacked with the number of their blobs, the one used longest ago first. */
  private final Map<HourRow, Integer> unpacked = new LinkedHashMap<>(16, 0.75f, true);

  private int unpackedBlobs;

  OffsetRows(StoredOffsets stored, Lanes lanes) {
    this.stored = stored;
    this.lanes = lanes;
  }

  /** From when on the account is read; empty if that was never fixed. */
  Optional<Instant> start() {
    String row = Lane.startRow(lanes.account());
    return Optional.ofNullable(stored.rows(Set.of(row)).get(row)).map(Rows::start);
  }

  /** Loads the lanes of a flow log, unless they are there; returns how far each of them is. */
  Map<Lane, LaneState> load(String flowLog) {
    List<Lane> wanted = lanes.of(flowLog);
    List<Lane> missing;
    synchronized (this) {
      missing = wanted.stream().filter(lane -> !known.containsKey(lane)).toList();
    }
    List<LaneRows> found = missing.isEmpty() ? List.of() : stored.lanes(missing);
    synchronized (this) {
      found.forEach(rows -> known.putIfAbsent(rows.lane(), rows));
      Map<Lane, LaneState> states = new LinkedHashMap<>();
      wanted.forEach(lane -> states.put(lane, known.get(lane).state()));
      return states;
    }
  }

  /** How far a blob is; what is known of none that was never read. */
  synchronized BlobProgress blob(Lane lane, Instant hour, long key) {
    LaneRows rows = known.get(lane);
    HourRow row = rows == null ? null : rows.find(hour);
    if (row == null) {
      return BlobProgress.NONE;
    }
    BlobProgress found = row.blobs().get(key);
    used(row);
    return found == null ? BlobProgress.NONE : found;
  }

  /** Packs the rows that were not used for longest while too much is unpacked. */
  private void used(HourRow row) {
    int blobs = row.blobs().size();
    Integer before = unpacked.put(row, blobs);
    unpackedBlobs += before == null ? blobs : blobs - before;
    Iterator<Map.Entry<HourRow, Integer>> longestUnused = unpacked.entrySet().iterator();
    while (unpackedBlobs > MOST_UNPACKED && unpacked.size() > 1) {
      Map.Entry<HourRow, Integer> last = longestUnused.next();
      unpackedBlobs -= last.getValue();
      last.getKey().pack();
      longestUnused.remove();
    }
  }

  /** How many bytes all of them take as offsets, about. */
  synchronized long bytes() {
    return known.values().stream().mapToLong(LaneRows::bytes).sum();
  }

  /** One of the lanes that are loaded; empty for a task that has none. */
  synchronized Optional<Lane> anyLane() {
    return known.keySet().stream().findFirst();
  }

  /** The task's number among the others. */
  String task() {
    return lanes.name();
  }

  /** The rows of a lane. */
  synchronized LaneRows of(Lane lane) {
    return known.get(lane);
  }

  /** The row of an hour as it is sent, as an offset; makes it where there is none. */
  synchronized HourRow row(Lane lane, Instant hour) {
    return known.get(lane).get(hour);
  }

  synchronized Map<String, Object> offset(HourRow row) {
    return row.offset();
  }

  /** How many blobs a row has. */
  synchronized int count(HourRow row) {
    return row.blobs().size();
  }

  synchronized void put(HourRow row, long key, BlobProgress progress) {
    row.put(key, progress);
    used(row);
  }

  synchronized void state(Lane lane, LaneState state) {
    known.get(lane).state(state);
  }
}
