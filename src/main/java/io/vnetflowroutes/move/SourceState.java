package io.vnetflowroutes.move;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.disk.PrivateFiles;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.offsets.ConnectorOffsets;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.FlowLogProgress;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateSummary;
import io.vnetflowroutes.state.TakenOverProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a source is read, according to the state of the service and the offsets of a connector.
 */
final class SourceState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String source;
  private final Duration recheck;
  private final ConnectorOffsets offsets;
  private final List<String> again = new ArrayList<>();

  SourceState(Settings settings, String source) {
    this.folder = settings.get(ProgramKeys.STATE);
    this.source = source;
    this.recheck = settings.get(ProgramKeys.RECHECK);
    this.offsets = new ConnectorOffsets(place(settings, source));
  }

  private static String place(Settings settings, String name) {
    return ReadSettings.sources(settings, Optional::empty, SourceListener.NONE).stream()
        .filter(source -> source.name().equals(name))
        .map(Source::container)
        .map(container -> container.place().toString())
        .findFirst()
        .orElseThrow();
  }

  /** Sentences about what will be read again. */
  List<String> again() {
    return again;
  }

  /** The state as the body that sets the offsets of a connector. */
  Map<String, Object> exported() {
    try (StateDatabase state = StateDatabase.look(folder)) {
      Cursor cursor = new Cursor(state);
      Instant start =
          cursor
              .start(source)
              .orElseThrow(
                  () -> new UserError("The state knows nothing of source '%s'".formatted(source)));
      offsets.start(start);
      for (FlowLogProgress flowLog : new StateSummary(state).flowLogs()) {
        if (flowLog.source().equals(source)) {
          put(cursor, flowLog);
        }
      }
    } catch (ProgressException e) {
      throw new UserError(e.getMessage(), e);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    offsets
        .rows()
        .forEach(
            (row, offset) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("partition", ConnectorOffsets.partition(row));
              one.put("offset", offset);
              rows.add(one);
            });
    return Map.of("offsets", rows);
  }

  private void put(Cursor cursor, FlowLogProgress flowLog) {
    String path = flowLog.path();
    Instant newest = cursor.newestHour(source, path).orElse(null);
    Instant last = newest == null || newest.isAfter(flowLog.done()) ? flowLog.done() : newest;
    Instant before = last.minus(recheck).minus(LaneState.SPARE);
    Map<String, BlobProgress> blobs = cursor.progress(source, path + '/');
    offsets.put(
        path,
        new ConnectorOffsets.FlowLog(
            flowLog.done(),
            newest,
            before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before,
            cursor.changing(source, path),
            blobs,
            0));
    blobs.forEach(
        (name, progress) -> {
          if (progress.planned() > 0) {
            again.add(
                "A batch of '%s' was in hand, and is read again; start the service once more and stop it"
                        .formatted(name)
                    + " when status shows no open blob, if its destinations must not get it twice");
          }
        });
  }

  /**
   * Writes the offsets of a connector into the state.
   *
   * @param rows as GET /connectors/NAME/offsets answers them
   */
  void imported(JsonNode rows) {
    int others = 0;
    try {
      for (JsonNode row : rows) {
        Map<String, Object> offset = map(row.path("offset"));
        others += offsets.add(map(row.path("partition")), offset) ? 0 : 1;
      }
    } catch (ProgressException | IllegalArgumentException e) {
      throw new UserError("The offsets cannot be read: " + e.getMessage(), e);
    }
    Instant start =
        offsets
            .start()
            .orElseThrow(
                () ->
                    new UserError(
                        "The file holds no offsets of the account of source '%s'"
                            .formatted(source)));
    if (others > 0) {
      again.add(others + " rows are of another account, and were left out");
    }
    makeFolder();
    try (StateDatabase state = StateDatabase.open(folder)) {
      if (new Cursor(state).start(source).isPresent()) {
        throw new UserError(
            "The state in '%s' has read source '%s' already; import into a new one"
                .formatted(folder, source));
      }
      TakenOverProgress taken = new TakenOverProgress(state);
      offsets.flowLogs().forEach((path, flowLog) -> take(taken, path, flowLog));
      taken.start(source, start);
    } catch (ProgressException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  private void makeFolder() {
    try {
      PrivateFiles.folder(folder);
    } catch (IOException e) {
      throw new UserError("The folder '%s' cannot be written: %s".formatted(folder, e), e);
    }
  }

  private void take(TakenOverProgress taken, String path, ConnectorOffsets.FlowLog flowLog) {
    taken.flowLog(
        source, path, flowLog.done(), flowLog.forgotten(), flowLog.changing(), flowLog.blobs());
    if (flowLog.nameless() > 0) {
      again.add(
          "%d blobs of '%s' have names that Azure does not give, and are read again"
              .formatted(flowLog.nameless(), path));
    }
  }

  private static Map<String, Object> map(JsonNode node) {
    return node.isObject()
        ? JSON.convertValue(node, new TypeReference<Map<String, Object>>() {})
        : Map.of();
  }
}
