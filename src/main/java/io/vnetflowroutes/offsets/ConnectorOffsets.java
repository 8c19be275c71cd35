package io.vnetflowroutes.offsets;

import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.BlobName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The offsets of a connector, made from what another host remembers of an account, or read into
 * what another host can remember. So whoever moves from one host to the other reads nothing twice.
 *
 * <p>One thread uses it.
 */
public final class ConnectorOffsets {

  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'/y='yyyy'/m='MM'/d='dd'/h='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String account;
  private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();

  /**
   * How far a flow log is.
   *
   * @param done the hour before which all is done
   * @param newest the newest hour of which a blob was read; {@code null} for none
   * @param forgotten the hour before which it is not kept how far blobs are
   * @param changing the hours to list again
   * @param blobs how far each blob is, by its name
   * @param nameless of how many blobs the name is not known
   */
  public record FlowLog(
      Instant done,
      Instant newest,
      Instant forgotten,
      Set<Instant> changing,
      Map<String, BlobProgress> blobs,
      int nameless) {}

  /**
   * @param account the place of the blobs, by {@code Container.place}
   */
  public ConnectorOffsets(String account) {
    this.account = account;
  }

  /** The rows, by their names, as Connect keeps them. */
  public Map<String, Map<String, Object>> rows() {
    return rows;
  }

  /** The partition that Connect keeps a row under. */
  public static Map<String, String> partition(String row) {
    return Rows.partition(row);
  }

  /** Adds a row as Connect shows it; false where it is none of this account's. */
  public boolean add(Map<String, ?> partition, Map<String, Object> offset) {
    String row = Rows.row(partition);
    if (row == null || !Lane.isRow(row) || !row.split("\n", -1)[1].equals(account)) {
      return false;
    }
    Rows.check(row, offset);
    rows.put(row, offset);
    return true;
  }

  /** The instant from which the account is read; empty if it is not fixed. */
  public Optional<Instant> start() {
    return Optional.ofNullable(rows.get(Lane.startRow(account))).map(Rows::start);
  }

  /** Fixes the instant from which the account is read. */
  public void start(Instant start) {
    rows.put(Lane.startRow(account), Rows.ofStart(start));
  }

  /** Adds a flow log. Of its blobs those count that the connector would remember, too. */
  public void put(String path, FlowLog flowLog) {
    LaneState state =
        new LaneState(
            flowLog.done().getEpochSecond(),
            flowLog.newest() == null ? -1 : flowLog.newest().getEpochSecond(),
            flowLog.forgotten().getEpochSecond(),
            flowLog.changing().stream().map(Instant::getEpochSecond).collect(Collectors.toSet()));
    Lane lane = new Lane(account, path, 0, 1);
    LaneRows hours = new LaneRows(lane, state, 0, List.of());
    flowLog
        .blobs()
        .forEach(
            (name, progress) ->
                BlobName.parse(name)
                    .filter(blob -> state.keeps(blob.hour().getEpochSecond()))
                    .ifPresent(
                        blob -> hours.get(blob.hour()).put(BlobKey.of(name), digested(progress))));
    hours.hours().forEach(hour -> rows.put(lane.row(hour.slot()), hour.offset()));
    rows.put(lane.row(), hours.offset());
  }

  private static BlobProgress digested(BlobProgress progress) {
    Anchor anchor = progress.anchor();
    return new BlobProgress(
        progress.position(),
        Anchor.digested(anchor.length(), anchor.digest()),
        0,
        progress.length(),
        progress.etag(),
        progress.created(),
        progress.at(),
        progress.cut(),
        Anchor.NONE,
        0,
        progress.edition());
  }

  /** The flow logs, by their paths. */
  public Map<String, FlowLog> flowLogs() {
    Map<String, NavigableMap<Integer, Map<Integer, Lane>>> lanes = new TreeMap<>();
    for (String row : rows.keySet()) {
      String[] parts = row.split("\n", -1);
      if (parts[0].equals("lane")) {
        int slash = parts[3].indexOf('/');
        int slice = Integer.parseInt(parts[3].substring(0, slash));
        int slices = Integer.parseInt(parts[3].substring(slash + 1));
        lanes
            .computeIfAbsent(parts[2], path -> new TreeMap<>())
            .computeIfAbsent(slices, count -> new TreeMap<>())
            .put(slice, new Lane(account, parts[2], slice, slices));
      }
    }
    Map<String, FlowLog> found = new TreeMap<>();
    lanes.forEach((path, levels) -> found.put(path, flowLog(path, levels)));
    return found;
  }

  private FlowLog flowLog(String path, NavigableMap<Integer, Map<Integer, Lane>> levels) {
    LaneState state = LaneState.NONE;
    for (Map.Entry<Integer, Map<Integer, Lane>> level : levels.entrySet()) {
      LaneState ofLevel =
          level.getValue().values().stream()
              .map(lane -> LaneState.of(rows.get(lane.row())))
              .reduce(LaneState::and)
              .orElseThrow();
      boolean whole = level.getValue().size() == level.getKey();
      state =
          state.or(whole ? ofLevel : new LaneState(-1, ofLevel.newest(), 0, ofLevel.changing()));
    }
    LaneRows all = new LaneRows(new Lane(account, path, 0, 1), state, 0, List.of());
    levels.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .forEach(lane -> fold(lane, all));
    Map<String, BlobProgress> blobs = new TreeMap<>();
    int nameless = 0;
    for (HourRow hour : all.hours()) {
      for (Map.Entry<Long, BlobProgress> blob : hour.blobs().entrySet()) {
        if (blob.getKey() < 0) {
          nameless++;
        } else {
          blobs.put(
              "%s%s/m=00/macAddress=%012X/PT1H.json"
                  .formatted(path, FOLDER.format(hour.hour()), blob.getKey()),
              blob.getValue());
        }
      }
    }
    return new FlowLog(
        Instant.ofEpochSecond(Math.max(0, state.done())),
        state.newest() < 0 ? null : Instant.ofEpochSecond(state.newest()),
        Instant.ofEpochSecond(state.forgotten()),
        state.changing().stream().map(Instant::ofEpochSecond).collect(Collectors.toSet()),
        blobs,
        nameless);
  }

  private void fold(Lane lane, LaneRows all) {
    long slots = Rows.number(rows.get(lane.row()), Rows.SLOTS);
    for (int slot = 0; slot < slots; slot++) {
      Map<String, Object> offset = rows.get(lane.row(slot));
      if (offset != null && all.state().keeps(Rows.hour(offset).getEpochSecond())) {
        Instant hour = Rows.hour(offset);
        HourCodec.unpack(hour, Rows.packed(offset))
            .forEach((key, blob) -> all.fold(hour, key, blob));
      }
    }
  }
}
