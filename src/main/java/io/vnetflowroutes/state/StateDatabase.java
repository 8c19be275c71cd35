package io.vnetflowroutes.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The SQLite file that holds the state, locked against a second process.
 *
 * <p>A write-ahead log lets anyone open the file and look while the program runs. The file carries
 * a version; one from a newer program is refused.
 */
public final class StateDatabase implements AutoCloseable {

  private static final String URL = "jdbc:sqlite:";
  private static final String FILE = "flowlogs.db";
  private static final int VERSION = 1;

  /** Marks a SQLite file as ours: "FLOW" in ASCII. */
  private static final int APPLICATION = 0x464C4F57;

  private static final String[] TABLES = {
    "CREATE TABLE source (name TEXT PRIMARY KEY, start INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE flow_log (source TEXT, path TEXT, hour INTEGER NOT NULL,"
        + " forgotten INTEGER NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID",
    "CREATE TABLE blob (source TEXT, name TEXT, hour INTEGER NOT NULL, position INTEGER NOT NULL,"
        + " anchor BLOB NOT NULL, planned INTEGER NOT NULL, length INTEGER NOT NULL,"
        + " etag TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (source, name))"
        + " WITHOUT ROWID",
    "CREATE INDEX blob_hour ON blob (hour)",
    "CREATE TABLE delivery (part TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID"
  };

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Connection reading;
  private final StateWriter writer;

  private StateDatabase(Path file, FileChannel lockFile, FileLock lock) throws SQLException {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
    try (Connection first = DriverManager.getConnection(URL + file)) {
      prepare(first);
    }
    this.reading = connect();
    this.writer = new StateWriter(this::connect);
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(URL + file);
    configure(connection);
    return connection;
  }

  /**
   * Opens the state in a folder, which is made if it is not there, for its owner only.
   *
   * @throws StateException if the folder cannot be written, is in use, or holds another program's
   *     or a newer version's file
   */
  public static StateDatabase open(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder, ownerOnly());
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(folder, lockFile);
      try {
        return new StateDatabase(file, lockFile, lock);
      } catch (SQLException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new StateException(
          "The state folder '" + folder + "' cannot be made: what stands there is not a folder", e);
    } catch (IOException e) {
      throw new StateException(
          "The state folder '" + folder + "' cannot be written: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be used: " + e.getMessage(), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static FileLock lock(Path folder, FileChannel lockFile) throws IOException {
    FileLock lock = null;
    try {
      lock = lockFile.tryLock();
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

  private static void configure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("PRAGMA busy_timeout=10000");
    }
  }

  /** Makes the tables of a new file, and refuses one that is not ours, leaving it as it is. */
  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean ours = number(statement, "PRAGMA application_id") == APPLICATION;
      if (!ours && number(statement, "SELECT count(*) FROM sqlite_master") > 0) {
        throw new StateException(
            "The state file '"
                + file
                + "' belongs to another program; set flowlogs.state to another folder");
      }
      int version = number(statement, "PRAGMA user_version");
      if (version > VERSION) {
        throw new StateException(
            "The state file '"
                + file
                + "' was written by a newer version of this program (its format is "
                + version
                + ", this program knows "
                + VERSION
                + "); run that version, or set flowlogs.state to another folder");
      }
      if (!ours) {
        connection.setAutoCommit(false);
        for (String table : TABLES) {
          statement.execute(table);
        }
        statement.execute("PRAGMA application_id=" + APPLICATION);
        statement.execute("PRAGMA user_version=" + VERSION);
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  /** Runs a change and returns once it is safely on disk. */
  void write(StateWriter.Change change) {
    try {
      writer.write(change);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be written: " + e.getMessage(), e);
    }
  }

  /** Runs a query. */
  synchronized <T> T read(Query<T> query) {
    try {
      return query.run(reading);
    } catch (SQLException e) {
      throw new StateException(
          "The state file '" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /** Something asked of the state. */
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  @Override
  public void close() {
    try (lockFile;
        lock;
        reading) {
      writer.close();
    } catch (IOException | SQLException e) {
      throw new StateException("The state file '" + file + "' cannot be closed", e);
    }
  }
}
