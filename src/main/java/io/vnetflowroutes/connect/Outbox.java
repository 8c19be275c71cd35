package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.HourRow;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes of what was read the records of one transaction. Records of flows carry the offset that
 * their row had before, and the record of the progress topic behind them the one it has now: so
 * what comes at least once only, without transactions, is not passed over when a part of it was
 * acknowledged.
 *
 * <p>One thread calls it.
 */
final class Outbox {

  private final OffsetRows rows;
  private final ProgressRecords progress;
  private final OffsetProgress sent;
  private final CrowdedSlices crowded;

  /** A row of an hour in this transaction. */
  private record Touched(
      Lane lane, HourRow row, Map<String, Object> before, List<Advance.BlobMove> moves) {

    Map<String, String> partition() {
      return Rows.partition(lane.row(row.slot()));
    }
  }

  /** What distinguishes an hour of a lane from all others. */
  private record LaneHour(Lane lane, Instant hour) {}

  Outbox(OffsetRows rows, ProgressRecords progress, OffsetProgress sent, CrowdedSlices crowded) {
    this.rows = rows;
    this.progress = progress;
    this.sent = sent;
    this.crowded = crowded;
  }

  /** The records of what was read; from now on it counts as sent. */
  List<SourceRecord> records(List<Advance> all) {
    Map<LaneHour, Touched> touched = new LinkedHashMap<>();
    Map<Lane, LaneState> lanes = new LinkedHashMap<>();
    List<SourceRecord> records = new ArrayList<>();
    Instant until = null;
    for (Advance advance : all) {
      if (advance.blob() != null) {
        Touched hour = take(advance.blob(), touched, lanes);
        for (Outgoing outgoing : advance.records()) {
          records.add(outgoing.with(hour.partition(), hour.before()));
        }
      }
      if (advance.start() != null) {
        records.add(start(advance.start()));
      }
      until = advance.until() != null ? advance.until() : until;
      advance
          .lanes()
          .forEach(
              (lane, state) -> {
                rows.state(lane, state);
                lanes.put(lane, state);
              });
    }
    for (Touched hour : touched.values()) {
      Map<String, Object> after = rows.offset(hour.row());
      crowded.look(hour.lane(), rows.count(hour.row()));
      progress(hour.moves(), records, hour.partition(), hour.before(), after);
      hour.moves().forEach(move -> sent.sent(move.name(), move.progress()));
    }
    lanes.forEach(
        (lane, state) ->
            records.add(
                progress
                    .ofLane(lane, state)
                    .with(Rows.partition(lane.row()), rows.of(lane).offset())));
    if (until != null) {
      end(until, records);
    }
    return records;
  }

  /** The records of progress of an hour, of which the last one carries its new offset. */
  private void progress(
      List<Advance.BlobMove> moves,
      List<SourceRecord> records,
      Map<String, String> partition,
      Map<String, Object> before,
      Map<String, Object> after) {
    List<Outgoing> notes = new ArrayList<>();
    for (Advance.BlobMove move : moves) {
      if (move.batch() != null && move.batch().deadLetters() > 0) {
        notes.add(progress.ofDeadLetters(move));
      }
      notes.add(progress.ofBlob(move));
    }
    int last = notes.size() - 1;
    for (int note = 0; note <= last; note++) {
      records.add(notes.get(note).with(partition, note == last ? after : before));
    }
  }

  private Touched take(
      Advance.BlobMove move, Map<LaneHour, Touched> touched, Map<Lane, LaneState> lanes) {
    Lane lane = move.lane();
    int slots = rows.of(lane).slots();
    HourRow row = rows.row(lane, move.hour());
    if (rows.of(lane).slots() > slots) {
      // Whoever reads the rows has to know how many there are.
      lanes.putIfAbsent(lane, rows.of(lane).state());
    }
    Touched hour =
        touched.computeIfAbsent(
            new LaneHour(lane, move.hour()),
            first -> new Touched(lane, row, rows.offset(row), new ArrayList<>()));
    rows.put(row, move.key(), move.progress());
    hour.moves().add(move);
    return hour;
  }

  /** It changes no row, so it goes with any; a task without lanes has none, and nothing to say. */
  private void end(Instant until, List<SourceRecord> records) {
    rows.anyLane()
        .ifPresent(
            lane ->
                records.add(
                    progress
                        .ofEnd(until, rows.task())
                        .with(Rows.partition(lane.row()), rows.of(lane).offset())));
  }

  private SourceRecord start(Instant start) {
    return progress
        .ofStart(start)
        .with(Rows.partition(Lane.startRow(progress.account())), Rows.ofStart(start));
  }
}
