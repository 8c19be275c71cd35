package io.vnetflowroutes.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Writes changes to the state on one thread, those that wait together in one transaction.
 *
 * <p>A change counts only once it is on disk, and bringing it there takes as long for one as for
 * many; so readers of many small blobs share the way.
 */
final class StateWriter implements AutoCloseable {

  private static final int MOST_WAITING = 1024;

  private final Connection connection;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean closed;

  /** One or more statements that belong together. */
  interface Change {
    void run(Connection connection) throws SQLException;
  }

  private record Waiting(Change change, CompletableFuture<Void> done) {}

  StateWriter(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    this.thread = new Thread(this::run, "state-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns once the change is on disk. */
  void write(Change change) throws SQLException {
    if (closed) {
      throw new SQLException("the state is closed");
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      queue.put(new Waiting(change, done));
      if (closed) {
        thread.join();
        failWaiting();
      }
      done.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    } catch (CompletionException e) {
      throw new SQLException(e.getCause().getMessage(), e.getCause());
    }
  }

  private void run() {
    List<Waiting> together = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        together.clear();
        together.add(queue.take());
        queue.drainTo(together);
        commit(together);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    failWaiting();
  }

  private void failWaiting() {
    List<Waiting> late = new ArrayList<>();
    queue.drainTo(late);
    late.forEach(
        waiting -> waiting.done.completeExceptionally(new SQLException("the state is closed")));
  }

  private void commit(List<Waiting> together) {
    try {
      for (Waiting waiting : together) {
        waiting.change.run(connection);
      }
      connection.commit();
      together.forEach(waiting -> waiting.done.complete(null));
    } catch (SQLException | RuntimeException e) {
      rollback();
      together.forEach(waiting -> waiting.done.completeExceptionally(e));
    }
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
