package io.vnetflowroutes.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements of one connection, each prepared once, because preparing takes longer than
 * executing. One thread at a time may use it.
 */
final class Statements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Reads the rows of a result. */
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * Runs a change.
   *
   * @param values what its question marks stand for
   */
  void update(String sql, Object... values) throws SQLException {
    bound(sql, values).executeUpdate();
  }

  /**
   * Runs a query.
   *
   * @param values what its question marks stand for
   */
  <T> T query(String sql, Rows<T> rows, Object... values) throws SQLException {
    try (ResultSet result = bound(sql, values).executeQuery()) {
      return rows.read(result);
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Closes the connection, and with it what was prepared. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
