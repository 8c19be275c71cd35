package io.vnetflowroutes.state;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.ListedBlob;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The progress, stored in the state file. Every change is on disk when its method returns.
 *
 * <p>Any thread may call any method. Reads take turns; changes that wait together share a
 * transaction ({@link StateWriter}).
 */
public final class Cursor implements Progress {

  /** The order of texts in the database, which is that of their bytes. */
  private static final Comparator<String> AS_STORED =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * A blob of which nothing is known yet; the text that follows updates the row if there is one.
   */
  private static final String INSERT =
      "INSERT INTO blob (source, name, hour, created, position, anchor, planned, length, etag, cut,"
          + " ends, holds, planned_at, at) VALUES (?, ?, ?, ?, ";

  private static final String ELSE = ", unixepoch()) ON CONFLICT (source, name) DO UPDATE SET ";

  /** Takes the batch's start and end, what it holds, and since when it is in hand. */
  private static final String PLAN =
      INSERT
          + "?, x'', ?, 0, '', 0, '', ?, ?"
          + ELSE
          + "created = excluded.created, planned = excluded.planned, holds = excluded.holds,"
          + " planned_at = excluded.planned_at";

  /** Takes the batch's end and anchor, and its end once more for those of all batches. */
  private static final String COMMIT =
      INSERT
          + "?, ?, 0, 0, '', 0, ? || ',', '', 0"
          + ELSE
          + "position = excluded.position, anchor = excluded.anchor, planned = 0,"
          + " ends = ends || excluded.ends, at = excluded.at";

  /** Takes the same with the blob's length and ETag in between: the batch was its last. */
  private static final String COMMIT_LAST =
      INSERT
          + "?, ?, 0, ?, ?, 0, ? || ',', '', 0"
          + ELSE
          + "position = excluded.position, anchor = excluded.anchor, planned = 0,"
          + " length = excluded.length, etag = excluded.etag, cut = 0,"
          + " ends = ends || excluded.ends, at = excluded.at";

  /** Takes the blob's length and ETag, and how much of it is no whole record. */
  private static final String READ_TO_END =
      INSERT
          + "0, x'', 0, ?, ?, ?, '', '', 0"
          + ELSE
          + "length = excluded.length, etag = excluded.etag, created = excluded.created,"
          + " cut = excluded.cut, at = max(at, excluded.at)";

  private final StateDatabase database;

  public Cursor(StateDatabase database) {
    this.database = database;
  }

  @Override
  public Instant start(String source, Instant ifFirst) {
    Optional<Instant> known = start(source);
    if (known.isEmpty()) {
      write("INSERT INTO source (name, start) VALUES (?, ?)", source, ifFirst.getEpochSecond());
    }
    return known.orElse(ifFirst);
  }

  /** The instant from which a source is read; empty for one never started. */
  public Optional<Instant> start(String source) {
    return instant("SELECT start FROM source WHERE name = ?", source);
  }

  @Override
  public Optional<Instant> hour(String source, String flowLogPath) {
    return instant("SELECT hour FROM flow_log WHERE source = ? AND path = ?", source, flowLogPath);
  }

  @Override
  public Optional<Instant> newestHour(String source, String flowLogPath) {
    String first = flowLogPath + '/';
    return instant(
        "SELECT hour FROM blob WHERE source = ? AND name >= ? AND name < ? ORDER BY name DESC"
            + " LIMIT 1",
        source,
        first,
        justBehind(first));
  }

  @Override
  public void done(String source, String flowLogPath, Instant hour) {
    write(
        "INSERT INTO flow_log (source, path, hour, forgotten) VALUES (?, ?, ?, 0)"
            + " ON CONFLICT (source, path) DO UPDATE SET hour = excluded.hour",
        source,
        flowLogPath,
        hour.getEpochSecond());
  }

  @Override
  public Set<Instant> changing(String source, String flowLogPath) {
    String hours =
        database.read(
            statements ->
                statements.query(
                    "SELECT changing FROM flow_log WHERE source = ? AND path = ?",
                    row -> row.next() ? row.getString(1) : "",
                    source,
                    flowLogPath));
    return Arrays.stream(hours.split(" ", -1))
        .filter(hour -> !hour.isEmpty())
        .map(hour -> Instant.ofEpochSecond(Long.parseLong(hour)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void changing(String source, String flowLogPath, Set<Instant> hours) {
    write(
        "UPDATE flow_log SET changing = ? WHERE source = ? AND path = ?",
        hours.stream()
            .map(hour -> String.valueOf(hour.getEpochSecond()))
            .collect(Collectors.joining(" ")),
        source,
        flowLogPath);
  }

  /** The progress of the blobs whose names start with a prefix that ends in a slash. */
  public Map<String, BlobProgress> progress(String source, String prefix) {
    return progress(source, prefix, justBehind(prefix));
  }

  private Map<String, BlobProgress> progress(String source, String from, String before) {
    return database.read(
        statements ->
            statements.query(
                "SELECT name, position, anchor, planned, length, etag, created, at, cut, kept,"
                    + " kept_to, edition"
                    + " FROM blob WHERE source = ? AND name >= ? AND name < ?",
                Cursor::progress,
                source,
                from,
                before));
  }

  @Override
  public Map<String, BlobProgress> blobs(String source, Collection<String> blobs) {
    if (blobs.isEmpty()) {
      return Map.of();
    }
    String last = Collections.max(blobs, AS_STORED);
    return progress(source, Collections.min(blobs, AS_STORED), last + ' ');
  }

  private static Map<String, BlobProgress> progress(ResultSet row) throws SQLException {
    Map<String, BlobProgress> found = new HashMap<>();
    while (row.next()) {
      found.put(
          row.getString(1),
          new BlobProgress(
              row.getLong(2),
              Anchor.of(row.getBytes(3)),
              row.getLong(4),
              row.getLong(5),
              row.getString(6),
              row.getLong(7),
              row.getLong(8),
              row.getLong(9),
              Anchor.of(row.getBytes(10)),
              row.getLong(11),
              row.getInt(12)));
    }
    return found;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Acknowledgements of a batch of that name count only if it held as many flows: otherwise the
   * blob was rewritten, or other limits made the program read the records differently.
   */
  @Override
  public Optional<Instant> plan(ListedBlob blob, Batch batch) {
    AtomicReference<PlannedBatch> before = new AtomicReference<>();
    database.write(
        statements -> {
          before.set(PlannedBatch.find(statements, blob, batch));
          if (!before.get().holdsAsMuchAs(batch)) {
            Acknowledgements.forget(statements, batch.id());
          }
          insert(
              statements,
              PLAN,
              blob,
              batch.from(),
              batch.to(),
              PlannedBatch.holds(batch),
              before.get().since().orElseGet(Instant::now).toEpochMilli());
        });
    if (!before.get().holdsAsMuchAs(batch)) {
      forgetUnderWay(batch.id());
    }
    return before.get().since();
  }

  @Override
  public void commit(ListedBlob blob, Batch batch) {
    database.write(
        statements -> {
          if (batch.last()) {
            insert(
                statements,
                COMMIT_LAST,
                blob,
                batch.to(),
                batch.anchor(),
                blob.length(),
                blob.etag(),
                batch.to());
          } else {
            insert(statements, COMMIT, blob, batch.to(), batch.anchor(), batch.to());
          }
          Acknowledgements.forget(statements, batch.id());
        });
    forgetUnderWay(batch.id());
  }

  @Override
  public void readToEnd(ListedBlob blob, long cut) {
    database.write(
        statements -> insert(statements, READ_TO_END, blob, blob.length(), blob.etag(), cut));
  }

  @Override
  public void keepAnchor(ListedBlob blob) {
    write(
        "UPDATE blob SET kept = anchor, kept_to = position WHERE source = ? AND name = ?",
        blob.source(),
        blob.name());
  }

  @Override
  public void forgetAnchor(ListedBlob blob) {
    write(
        "UPDATE blob SET kept = x'', kept_to = 0 WHERE source = ? AND name = ?",
        blob.source(),
        blob.name());
  }

  /** {@inheritDoc} It forgets the blob's acknowledgements, too. */
  @Override
  public void startOver(ListedBlob blob) {
    String digest = new Origin(blob.source(), blob.name(), Instant.EPOCH).digest();
    database.write(
        statements -> {
          statements.update(
              "UPDATE blob SET position = 0, anchor = x'', planned = 0, length = 0, etag = '',"
                  + " created = 0, cut = 0, ends = '', kept = x'', kept_to = 0, holds = '',"
                  + " edition = edition + 1 WHERE source = ? AND name = ?",
              blob.source(),
              blob.name());
          Acknowledgements.forget(statements, digest);
        });
    forgetUnderWay(digest);
  }

  private void forgetUnderWay(String beginning) {
    database.underWay().removeIf(IdRange.of(beginning)::contains);
  }

  @Override
  public Instant forgottenBefore(String source, String flowLogPath) {
    return instant(
            "SELECT forgotten FROM flow_log WHERE source = ? AND path = ?", source, flowLogPath)
        .orElse(Instant.EPOCH);
  }

  @Override
  public void forgetBefore(String source, String flowLogPath, Instant hour) {
    String first = flowLogPath + '/';
    write(
        "UPDATE flow_log SET forgotten = max(forgotten, min(?, coalesce((SELECT max(hour) FROM blob"
            + " WHERE source = ? AND name >= ? AND name < ?), 0))) WHERE source = ? AND path = ?",
        hour.getEpochSecond(),
        source,
        first,
        justBehind(first),
        source,
        flowLogPath);
    write(
        "DELETE FROM blob WHERE source = ? AND name >= ? AND name < ? AND planned = 0"
            + " AND at < ? AND hour < (SELECT forgotten FROM flow_log WHERE source = ? AND path = ?)",
        source,
        first,
        justBehind(first),
        hour.getEpochSecond(),
        source,
        flowLogPath);
  }

  private static void insert(Statements statements, String sql, ListedBlob blob, Object... values)
      throws SQLException {
    long hour = BlobName.parse(blob.name()).map(name -> name.hour().getEpochSecond()).orElse(0L);
    List<Object> all = new ArrayList<>();
    Collections.addAll(all, blob.source(), blob.name(), hour, blob.created());
    Collections.addAll(all, values);
    statements.update(sql, all.toArray());
  }

  private Optional<Instant> instant(String select, Object... values) {
    return database.read(
        statements ->
            statements.query(
                select,
                row ->
                    row.next()
                        ? Optional.of(Instant.ofEpochSecond(row.getLong(1)))
                        : Optional.empty(),
                values));
  }

  private void write(String change, Object... values) {
    database.write(statements -> statements.update(change, values));
  }

  private static String justBehind(String prefix) {
    return prefix.substring(0, prefix.length() - 1)
        + (char) (prefix.charAt(prefix.length() - 1) + 1);
  }
}
