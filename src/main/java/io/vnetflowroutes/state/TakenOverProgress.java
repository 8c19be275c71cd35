package io.vnetflowroutes.state;

import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.BlobName;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores how far another host has read a source, so that the program continues there.
 *
 * <p>One thread uses it.
 */
public final class TakenOverProgress {

  private static final String BLOB =
      "INSERT INTO blob (source, name, hour, created, position, anchor, planned, length, etag, cut,"
          + " ends, holds, planned_at, at, edition)"
          + " VALUES (?, ?, ?, ?, ?, x'', 0, ?, ?, ?, '', '', 0, ?, ?)";

  private final StateDatabase database;

  public TakenOverProgress(StateDatabase database) {
    this.database = database;
  }

  /** Fixes the instant from which a source is read. */
  public void start(String source, Instant start) {
    database.write(
        statements ->
            statements.update(
                "INSERT INTO source (name, start) VALUES (?, ?)", source, start.getEpochSecond()));
  }

  /**
   * Stores how far a flow log and its blobs are, in one transaction. The bytes just before each
   * position are not known, so the next read does not compare them.
   *
   * @param done the hour before which all is done
   * @param forgotten the hour before which it is not known how far blobs are
   * @param changing the hours to list again
   * @param blobs how far blobs are, by their names
   */
  public void flowLog(
      String source,
      String path,
      Instant done,
      Instant forgotten,
      Set<Instant> changing,
      Map<String, BlobProgress> blobs) {
    database.write(
        statements -> {
          statements.update(
              "INSERT INTO flow_log (source, path, hour, forgotten, changing)"
                  + " VALUES (?, ?, ?, ?, ?)",
              source,
              path,
              done.getEpochSecond(),
              forgotten.getEpochSecond(),
              changing.stream()
                  .map(hour -> String.valueOf(hour.getEpochSecond()))
                  .sorted()
                  .collect(Collectors.joining(" ")));
          for (Map.Entry<String, BlobProgress> blob : blobs.entrySet()) {
            BlobProgress progress = blob.getValue();
            statements.update(
                BLOB,
                source,
                blob.getKey(),
                BlobName.parse(blob.getKey()).orElseThrow().hour().getEpochSecond(),
                progress.created(),
                progress.position(),
                progress.length(),
                progress.etag(),
                progress.cut(),
                progress.at(),
                progress.edition());
          }
        });
  }
}
