package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.BlobKey;
import io.vnetflowroutes.offsets.HourRow;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneRows;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.ProgressException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Reads the rows of lanes from the offsets that Connect keeps. Each question reads the topic to its
 * end, so many rows are asked for at a time.
 */
final class StoredOffsets {

  private final OffsetStorageReader reader;
  private final Lanes lanes;

  StoredOffsets(OffsetStorageReader reader, Lanes lanes) {
    this.reader = reader;
    this.lanes = lanes;
  }

  /** The row of a name, or of several; those that are there. */
  Map<String, Map<String, Object>> rows(Collection<String> names) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    try {
      reader
          .offsets(names.stream().map(Rows::partition).toList())
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  found.put(Rows.row(partition), offset);
                }
              });
    } catch (ConnectException e) {
      throw new ProgressException(
          "The connector's offsets cannot be read (" + e.getMessage() + ")", e);
    }
    return found;
  }

  /**
   * The rows of lanes. Where a flow log was divided into another number of slices before, they are
   * made of the rows of then.
   */
  List<LaneRows> lanes(List<Lane> wanted) {
    Map<Lane, List<List<Lane>>> levels = new LinkedHashMap<>();
    wanted.forEach(lane -> levels.put(lane, lanes.overlapping(lane)));
    Map<String, Map<String, Object>> laneRows =
        rows(
            levels.values().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .map(Lane::row)
                .collect(Collectors.toCollection(TreeSet::new)));
    TreeSet<String> hourRows = new TreeSet<>();
    levels.values().stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .filter(lane -> laneRows.containsKey(lane.row()))
        .forEach(
            lane -> {
              long slots = Rows.number(laneRows.get(lane.row()), Rows.SLOTS);
              for (int slot = 0; slot < slots; slot++) {
                hourRows.add(lane.row(slot));
              }
            });
    Map<String, Map<String, Object>> hours = hourRows.isEmpty() ? Map.of() : rows(hourRows);
    List<LaneRows> found = new ArrayList<>();
    levels.forEach((lane, overlapping) -> found.add(lane(lane, overlapping, laneRows, hours)));
    return found;
  }

  private static LaneRows lane(
      Lane lane,
      List<List<Lane>> overlapping,
      Map<String, Map<String, Object>> laneRows,
      Map<String, Map<String, Object>> hours) {
    LaneState state = LaneState.NONE;
    for (List<Lane> level : overlapping) {
      List<LaneState> states =
          level.stream()
              .map(other -> laneRows.get(other.row()))
              .filter(Objects::nonNull)
              .map(LaneState::of)
              .toList();
      LaneState ofLevel = states.stream().reduce(LaneState::and).orElse(LaneState.NONE);
      boolean whole = states.size() == level.size();
      state =
          state.or(whole ? ofLevel : new LaneState(-1, ofLevel.newest(), 0, ofLevel.changing()));
    }
    Map<String, Object> own = laneRows.get(lane.row());
    int slots = own == null ? 0 : (int) Rows.number(own, Rows.SLOTS);
    LaneRows rows = new LaneRows(lane, state, slots, hourRows(lane, slots, hours));
    for (List<Lane> level : overlapping) {
      for (Lane other : level) {
        if (!other.equals(lane) && laneRows.containsKey(other.row())) {
          fold(rows, other, laneRows.get(other.row()), hours);
        }
      }
    }
    return rows;
  }

  private static List<HourRow> hourRows(
      Lane lane, int slots, Map<String, Map<String, Object>> hours) {
    List<HourRow> rows = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      Map<String, Object> offset = hours.get(lane.row(slot));
      if (offset != null) {
        rows.add(new HourRow(slot, Rows.hour(offset), Rows.packed(offset)));
      }
    }
    return rows;
  }

  private static void fold(
      LaneRows rows,
      Lane other,
      Map<String, Object> laneRow,
      Map<String, Map<String, Object>> hours) {
    for (HourRow row : hourRows(other, (int) Rows.number(laneRow, Rows.SLOTS), hours)) {
      Instant hour = row.hour();
      if (rows.state().keeps(hour.getEpochSecond())) {
        for (Map.Entry<Long, BlobProgress> blob : row.blobs().entrySet()) {
          if (BlobKey.mayBeIn(rows.lane(), blob.getKey())) {
            rows.fold(hour, blob.getKey(), blob.getValue());
          }
        }
      }
    }
    rows.hours().forEach(HourRow::pack);
  }
}
