package io.vnetflowroutes.state;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.disk.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file that holds the state, locked against a second process.
 *
 * <p>With a write-ahead log, anyone can open and read the file while the program runs. The file has
 * a version; the program migrates an older one, and refuses one from a newer program.
 *
 * <p>Any thread may read and write: reads take turns at one connection, changes go to the thread of
 * {@link StateWriter}.
 */
public final class StateDatabase implements AutoCloseable {

  private static final String URL = "jdbc:sqlite:";
  private static final String FILE = "flowlogs.db";
  private static final String LOCK = "lock";
  private static final long ALIVE = 1;

  /** How long a change waits for somebody who looks at the file and locks it for a moment. */
  private static final int WAIT_MILLIS = 10_000;

  static {
    SqliteLibrary.use();
  }

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Statements reading;
  private final StateWriter writer;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  private StateDatabase(Path file, FileChannel lockFile, FileLock lock) throws SQLException {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
    bringUpToDate(file);
    this.reading = new Statements(connect());
    this.writer = new StateWriter(this::connect);
  }

  /** Opens a file for reading only. */
  private StateDatabase(Path file) throws SQLException {
    this.file = file;
    this.lockFile = null;
    this.lock = null;
    this.writer = null;
    Connection connection = DriverManager.getConnection(URL + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only=1");
    }
    new StateSchema(file, connection).check();
    this.reading = new Statements(connection);
  }

  /**
   * Creates the file under another name first, so that the file is never empty under its own name:
   * the program must not take a truncated file for a new one.
   */
  private static void make(Path file) throws IOException, SQLException {
    Path unfinished = file.resolveSibling(FILE + ".unfinished");
    for (String left : List.of(FILE + ".unfinished", FILE + "-wal", FILE + "-shm")) {
      Files.deleteIfExists(file.resolveSibling(left));
    }
    PrivateFiles.open(unfinished).close();
    bringUpToDate(unfinished);
    PrivateFiles.rename(unfinished, file);
  }

  private static void bringUpToDate(Path file) throws SQLException {
    try (Connection first = DriverManager.getConnection(URL + file)) {
      new StateSchema(file, first).bringUpToDate();
    }
  }

  /**
   * Opens a connection that does not query the last row number after each change, as SQLite's
   * driver does by default.
   */
  private Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(WAIT_MILLIS);
    config.setGetGeneratedKeys(false);
    return config.createConnection(URL + file);
  }

  /**
   * Opens the state in a folder.
   *
   * @throws StateException if the folder cannot be written, is in use, or holds another program's
   *     or a newer version's file
   */
  public static StateDatabase open(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      FileChannel lockFile = PrivateFiles.open(folder.resolve(LOCK));
      FileLock lock = lock(folder, lockFile);
      try {
        if (!Files.exists(file)) {
          make(file);
        }
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
          throw new StateException(
              "The state file '" + file + "' cannot be used: " + StateProblem.EMPTY);
        }
        return new StateDatabase(file, lockFile, lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StateException(
          "The state folder '%s' cannot be written: %s".formatted(folder, DiskProblem.sentence(e)),
          e);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be used: " + StateProblem.sentence(e), e);
    }
  }

  /**
   * Opens the state in a folder to look at it, while another process may be using it.
   *
   * @throws StateException if there is none, or none of this version
   */
  public static StateDatabase look(Path folder) {
    Path file = folder.resolve(FILE);
    if (!exists(folder)) {
      throw new StateException(
          "There is no state file '" + file + "': nothing was delivered from here yet", null);
    }
    try {
      return new StateDatabase(file);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be used: " + StateProblem.sentence(e), e);
    }
  }

  /**
   * Why a start would refuse the state in a folder; empty if there is none, or it can be used.
   * Nothing is changed, and another process may be using it.
   */
  public static Optional<String> unusable(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.isRegularFile(file) && Files.size(file) == 0) {
        return Optional.of("The state file '" + file + "' cannot be used: " + StateProblem.EMPTY);
      }
      try (Connection connection = DriverManager.getConnection(untouched(file));
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only=1");
        new StateSchema(file, connection).fits();
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The state folder '%s' cannot be read: %s".formatted(folder, DiskProblem.sentence(e)));
    } catch (SQLException e) {
      return Optional.of(
          "The state file '" + file + "' cannot be used: " + StateProblem.sentence(e));
    } catch (StateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * The URI with which SQLite only reads the file. Otherwise it would create files beside it, and
   * remove them.
   */
  private static String untouched(Path file) {
    boolean open = Files.exists(file.resolveSibling(FILE + "-wal"));
    String path = file.toAbsolutePath().toUri().getRawPath();
    return URL + "file:" + path + (open ? "?mode=ro" : "?immutable=1");
  }

  /** Whether there is a state in a folder. */
  public static boolean exists(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /** Whether a process uses the state in a folder; the check does not disturb it. */
  public static boolean inUse(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (FileChannel lockFile = FileChannel.open(file, StandardOpenOption.READ);
        FileLock probe = lockFile.tryLock(ALIVE, 1, true)) {
      return probe == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw new StateException(
          "The file '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Locks the first byte against other processes, then the second one, which {@link #inUse} tries
   * to lock. Such a check holds it for a moment, so this waits for it.
   */
  private static FileLock lock(Path folder, FileChannel lockFile) throws IOException {
    FileLock lock = null;
    try {
      lock = lockFile.tryLock(0, 1, false);
      if (lock != null) {
        lockFile.lock(ALIVE, 1, false);
      }
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      lockFile.close();
      throw new StateException(
          "The state folder '"
              + folder
              + "' is in use by another process; stop that one, or set flowlogs.state to another"
              + " folder");
    }
    return lock;
  }

  /** Runs a change and returns once it is safely on disk. */
  void write(StateWriter.Change change) {
    try {
      writer.write(change);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be written: " + StateProblem.sentence(e), e);
    }
  }

  /** Queues a change, which will be on disk before all later ones, and returns at once. */
  CompletableFuture<Void> writeSoon(StateWriter.Change change) {
    try {
      return writer.writeSoon(change);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be written: " + StateProblem.sentence(e), e);
    }
  }

  /**
   * Writes the changes of {@link #writeSoon} that could not be written so far.
   *
   * @throws StateException if it cannot be written now either
   */
  void writeOwed() {
    if (writer.owes()) {
      write(statements -> {});
    }
  }

  /**
   * The keys of acknowledgements that are not on disk yet. A key that could not be written stays
   * until its batch is committed, because the destination has the message.
   */
  Set<String> underWay() {
    return underWay;
  }

  /** Runs a query. */
  synchronized <T> T read(Query<T> query) {
    try {
      return query.run(reading);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be read: " + StateProblem.sentence(e), e);
    }
  }

  /** A query of the state. */
  interface Query<T> {
    T run(Statements statements) throws SQLException;
  }

  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * Closes the state and removes it, because nothing in it is needed any more. A process that opens
   * the folder meanwhile finds the lock, or creates a state of its own.
   */
  public void remove() {
    close(
        () -> {
          for (String name : List.of(FILE, FILE + "-wal", FILE + "-shm", LOCK)) {
            Files.deleteIfExists(file.resolveSibling(name));
          }
        });
    // The folder may hold something else by now.
    file.toAbsolutePath().getParent().toFile().delete();
  }

  private interface Last {
    void take() throws IOException;
  }

  private void close(Last whileLocked) {
    try (lockFile;
        lock) {
      try (reading) {
        if (writer != null) {
          writer.close();
        }
      }
      whileLocked.take();
    } catch (IOException | SQLException e) {
      throw new StateException("The state file '" + file + "' cannot be closed", e);
    }
  }
}
