package io.vnetflowroutes.state;

import io.vnetflowroutes.flow.IdRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Which message of a batch reached which destination, by the key of its delivery.
 *
 * <p>A key is written when the destination has acknowledged, never when the delivery begins: a
 * crash between the two must not look like a delivery. The commit of a batch to the cursor deletes
 * its keys. No thread waits until a key is on disk: the commit of its batch, which is written after
 * it, waits. If the process dies in between, the message in hand is sent again, as it is if the
 * process dies before the acknowledgement arrives.
 *
 * <p>Any thread may call any method, except {@link #forgetOld}, which belongs to the end of a poll.
 */
public final class Acknowledgements {

  private static final Duration BETWEEN_FORGETTINGS = Duration.ofHours(1);
  private static final Duration KEPT = Duration.ofDays(30);

  private final StateDatabase database;
  private final Clock clock;
  private final Set<String> underWay;
  private volatile Consumer<String> onDisk = key -> {};
  private Instant nextForgetting = Instant.MIN;

  public Acknowledgements(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.underWay = database.underWay();
  }

  /** Sets the listener that the writing thread tells of each key that is now on disk. */
  public void listener(Consumer<String> listener) {
    onDisk = listener;
  }

  /** Whether a delivery was acknowledged. */
  public boolean contains(String key) {
    return underWay.contains(key)
        || database.read(
            statements ->
                statements.query("SELECT 1 FROM delivery WHERE part = ?", ResultSet::next, key));
  }

  /**
   * Whether a message must be sent. While acknowledgements cannot be written, the program sends
   * nothing more, so that a kill repeats only messages of the batches in hand.
   *
   * @throws StateException if an acknowledgement that is not on disk cannot be written
   */
  public boolean mustSend(String key) {
    if (contains(key)) {
      return false;
    }
    database.writeOwed();
    return true;
  }

  /** The keys of the acknowledged messages of a part or a batch, by its id; each once. */
  public List<String> of(String id) {
    IdRange range = IdRange.of(id);
    Set<String> keys = new LinkedHashSet<>(); // A key that is being written is in both places.
    underWay.stream().filter(range::contains).forEach(keys::add);
    database.read(
        statements ->
            statements.query(
                "SELECT part FROM delivery WHERE part >= ? AND part < ?",
                rows -> {
                  while (rows.next()) {
                    keys.add(rows.getString(1));
                  }
                  return keys;
                },
                range.first(),
                range.behind()));
    return List.copyOf(keys);
  }

  /**
   * Stores an acknowledgement. If that fails, the key stays in memory until its batch is committed,
   * and the next change to the state stores it: the destination has the message, whatever the disk
   * does.
   */
  public void add(String key) {
    underWay.add(key);
    CompletableFuture<Void> written =
        database.writeSoon(
            statements ->
                statements.update(
                    "INSERT OR IGNORE INTO delivery (at, part) VALUES (?, ?)",
                    clock.instant().getEpochSecond(),
                    key));
    var unused = // Runs once the key is on disk, however often writing fails before.
        written.thenRun(
            () -> {
              underWay.remove(key);
              onDisk.accept(key);
            });
  }

  /** Stores acknowledgements; they are on disk when it returns. */
  public void addNow(Collection<String> keys) {
    long at = clock.instant().getEpochSecond();
    database.write(
        statements -> {
          for (String key : keys) {
            statements.update("INSERT OR IGNORE INTO delivery (at, part) VALUES (?, ?)", at, key);
          }
        });
  }

  /** Forgets keys; when it returns, they are no longer on disk. */
  public void forget(List<String> keys) {
    keys.forEach(underWay::remove);
    database.write(
        statements -> {
          for (String key : keys) {
            statements.update("DELETE FROM delivery WHERE part = ?", key);
          }
        });
  }

  /** Forgets the acknowledgements of batches later; returns at once. */
  public void forgetSoon(List<String> batches) {
    var unused =
        database.writeSoon(
            statements -> {
              for (String batch : batches) {
                forget(statements, batch);
              }
            });
    batches.stream().map(IdRange::of).forEach(batch -> underWay.removeIf(batch::contains));
  }

  /** Forgets all keys. */
  public void clear() {
    underWay.clear();
    database.write(statements -> statements.update("DELETE FROM delivery"));
  }

  /**
   * Forgets, once an hour, acknowledgements that are a month old, of batches that were never
   * committed.
   *
   * @param now when the poll began
   */
  public void forgetOld(Instant now) {
    if (now.isAfter(nextForgetting)) {
      forgetBefore(now.minus(KEPT));
      nextForgetting = now.plus(BETWEEN_FORGETTINGS);
    }
  }

  /** Forgets acknowledgements given before an instant. */
  void forgetBefore(Instant instant) {
    database.write(
        statements ->
            statements.update("DELETE FROM delivery WHERE at < ?", instant.getEpochSecond()));
  }

  /**
   * Forgets the acknowledgements of a batch, or of all batches of a blob.
   *
   * @param beginning the id of the batch, or the digest with which those of the blob begin
   */
  static void forget(Statements statements, String beginning) throws SQLException {
    IdRange range = IdRange.of(beginning);
    statements.update(
        "DELETE FROM delivery WHERE part >= ? AND part < ?", range.first(), range.behind());
  }
}
