package io.vnetflowroutes.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Which part of a batch reached which destination, as Camel's idempotent repository.
 *
 * <p>A key is written only when the destination has acknowledged ({@link #confirm}), never when the
 * delivery begins: a crash between the two must not look like a delivery. Keys are forgotten when
 * their batch is committed to the cursor. Nobody waits for a key to be on disk: the commit of its
 * batch, which is written behind it, does. If the process dies in between, the message in hand is
 * sent again, as it is if it dies before its acknowledgement comes.
 */
public final class DeliveryRepository extends ServiceSupport implements IdempotentRepository {

  private final StateDatabase database;
  private final Clock clock;
  private final Set<String> underWay;

  public DeliveryRepository(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.underWay = database.underWay();
  }

  /** Whether the key is new. Nothing is written yet. */
  @Override
  public boolean add(String key) {
    return !contains(key);
  }

  @Override
  public boolean contains(String key) {
    return underWay.contains(key) || isOnDisk(key);
  }

  /** The keys of what was acknowledged of a part or a batch, by its id. */
  public List<String> acknowledged(String id) {
    List<String> keys = new ArrayList<>();
    underWay.stream().filter(key -> key.startsWith(id + '-')).forEach(keys::add);
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
                id + '-',
                id + '.'));
    return keys;
  }

  /** Forgets keys; they are gone from the disk when it returns. */
  public void forget(List<String> keys) {
    keys.forEach(underWay::remove);
    database.write(
        statements -> {
          for (String key : keys) {
            statements.update("DELETE FROM delivery WHERE part = ?", key);
          }
        });
  }

  private boolean isOnDisk(String key) {
    return database.read(
        statements ->
            statements.query("SELECT 1 FROM delivery WHERE part = ?", ResultSet::next, key));
  }

  /** Writes down that the destination has acknowledged. */
  @Override
  public boolean confirm(String key) {
    underWay.add(key);
    CompletableFuture<Void> written =
        database
            .writeSoon(
                statements ->
                    statements.update(
                        "INSERT OR IGNORE INTO delivery (at, part) VALUES (?, ?)",
                        clock.instant().getEpochSecond(),
                        key))
            .thenRun(() -> underWay.remove(key));
    return !written.isCompletedExceptionally();
  }

  /** Called for a delivery that failed, of which nothing was written. */
  @Override
  public boolean remove(String key) {
    return true;
  }

  @Override
  public void clear() {
    underWay.clear();
    database.write(statements -> statements.update("DELETE FROM delivery"));
  }

  /**
   * Forgets what belongs to a batch, or to all batches of a blob.
   *
   * @param beginning the id of the batch, or the digest with which those of the blob begin
   */
  static void forget(Statements statements, String beginning) throws SQLException {
    statements.update(
        "DELETE FROM delivery WHERE part >= ? AND part < ?", beginning + '-', beginning + '.');
  }
}
