package io.vnetflowroutes.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Which part of a batch reached which destination, as Camel's idempotent repository.
 *
 * <p>A key is written only when the destination has acknowledged ({@link #confirm}), never when the
 * delivery begins: a crash between the two must not look like a delivery. Keys are forgotten when
 * their batch is committed to the cursor.
 */
public final class DeliveryRepository extends ServiceSupport implements IdempotentRepository {

  private final StateDatabase database;
  private final Clock clock;

  public DeliveryRepository(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whether the key is new. Nothing is written yet. */
  @Override
  public boolean add(String key) {
    return !contains(key);
  }

  @Override
  public boolean contains(String key) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT 1 FROM delivery WHERE part = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** Writes down that the destination has acknowledged. */
  @Override
  public boolean confirm(String key) {
    change(
        "INSERT OR IGNORE INTO delivery (at, part) VALUES (?, ?)",
        clock.instant().getEpochSecond(),
        key);
    return true;
  }

  /** Called for a delivery that failed, of which nothing was written. */
  @Override
  public boolean remove(String key) {
    return true;
  }

  @Override
  public void clear() {
    change("DELETE FROM delivery");
  }

  /** Forgets what belongs to a batch. */
  static void forget(Connection connection, String batch) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM delivery WHERE part >= ? AND part < ?")) {
      delete.setString(1, batch + '-');
      delete.setString(2, batch + '.');
      delete.executeUpdate();
    }
  }

  private void change(String sql, Object... values) {
    database.write(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
          }
        });
  }
}
