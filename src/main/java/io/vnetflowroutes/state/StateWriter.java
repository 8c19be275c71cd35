package io.vnetflowroutes.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes to the state on one thread; changes that wait together share one transaction.
 *
 * <p>A change counts only when it is on disk, and writing one change to disk takes as long as
 * writing many. Readers of many small blobs therefore share the write.
 *
 * <p>A change for which no thread waits is owed until it is on disk: if it cannot be written, it
 * goes first in each later transaction. So a later change is on disk only if all earlier ones are.
 * Any thread may call it.
 */
final class StateWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
  private static final int MOST_WAITING = 1024;

  private final Opening opening;
  private Statements statements;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean closed;

  /** The changes that are owed; only the writing thread uses the list. */
  private final List<Waiting> owed = new ArrayList<>();

  private volatile boolean owing;

  /** One or more statements that belong together. */
  interface Change {
    void run(Statements statements) throws SQLException;
  }

  private record Waiting(Change change, CompletableFuture<Void> done, boolean attended) {}

  /** Opens a connection to the state. */
  interface Opening {
    Connection open() throws SQLException;
  }

  StateWriter(Opening opening) throws SQLException {
    this.opening = opening;
    this.statements = open();
    this.thread = new Thread(this::run, "state-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns once the change is on disk. */
  void write(Change change) throws SQLException {
    try {
      write(change, true).join();
    } catch (CompletionException e) {
      throw new SQLException(e.getCause().getMessage(), e.getCause());
    }
  }

  /**
   * Queues a change, which will be on disk before all later ones; returns at once.
   *
   * @return completed once the change is on disk, which may take several attempts
   */
  CompletableFuture<Void> writeSoon(Change change) throws SQLException {
    return write(change, false);
  }

  /** Whether any change is owed. */
  boolean owes() {
    return owing;
  }

  private CompletableFuture<Void> write(Change change, boolean attended) throws SQLException {
    if (closed) {
      throw closed();
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      queue.put(new Waiting(change, done, attended));
      if (closed) {
        thread.join();
        failWaiting();
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private void run() {
    List<Waiting> together = new ArrayList<>();
    try {
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
    } finally {
      // No thread must wait for a writer that has ended, whatever ended it.
      closed = true;
      if (owing) {
        commit(List.of());
      }
      owed.forEach(waiting -> waiting.done.completeExceptionally(closed()));
      together.forEach(waiting -> waiting.done.completeExceptionally(closed()));
      failWaiting();
    }
  }

  private void failWaiting() {
    List<Waiting> late = new ArrayList<>();
    queue.drainTo(late);
    late.forEach(waiting -> waiting.done.completeExceptionally(closed()));
  }

  private static SQLException closed() {
    return new SQLException("the state is closed");
  }

  private void commit(List<Waiting> together) {
    List<Waiting> all = new ArrayList<>(owed);
    all.addAll(together);
    owed.clear();
    try {
      for (Waiting waiting : all) {
        waiting.change.run(statements);
      }
      statements.commit();
      owing = false;
      all.forEach(waiting -> waiting.done.complete(null));
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      all.stream().filter(waiting -> !waiting.attended).forEach(owed::add);
      owing = !owed.isEmpty();
      together.stream()
          .filter(Waiting::attended)
          .forEach(waiting -> waiting.done.completeExceptionally(e));
    }
  }

  /**
   * Undoes the change; with a new connection if the old one cannot, for example after a full disk.
   */
  private void rollback() {
    try {
      statements.rollback();
    } catch (SQLException | RuntimeException e) {
      reopen();
    }
  }

  private void reopen() {
    Statements broken = statements;
    try {
      statements = open();
      broken.close();
    } catch (SQLException | RuntimeException e) {
      LOG.atError().log("The state file cannot be opened again: {}", e.getMessage());
    }
  }

  private Statements open() throws SQLException {
    Connection opened = opening.open();
    opened.setAutoCommit(false);
    return new Statements(opened);
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
    statements.close();
  }
}
