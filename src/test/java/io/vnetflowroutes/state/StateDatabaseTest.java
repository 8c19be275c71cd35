package io.vnetflowroutes.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the state is kept safe from other processes, programs and versions. */
class StateDatabaseTest {

  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");

  @TempDir private Path folder;

  private static void sql(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static StateException refused(Path folder) {
    StateException refused =
        catchThrowableOfType(StateException.class, () -> StateDatabase.open(folder).close());
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).contains(folder.toString()).doesNotContain("\n");
    return refused;
  }

  @Test
  void aFolderThatIsThereIsTaken() {
    StateDatabase.open(folder).close();
    assertThat(folder.resolve("flowlogs.db")).isRegularFile();
  }

  @Test
  void theStateSurvivesReopening() {
    for (int i = 0; i < 3; i++) {
      try (StateDatabase database = StateDatabase.open(folder)) {
        assertThat(new Cursor(database).start("prod", HOUR.plusSeconds(i))).isEqualTo(HOUR);
      }
    }
  }

  @Test
  void anyoneCanOpenTheFileAndLookWhileItIsInUse() throws SQLException {
    try (StateDatabase database = StateDatabase.open(folder)) {
      new Cursor(database).start("prod", HOUR);
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("flowlogs.db"));
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT name FROM source")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("prod");
      }
      new Cursor(database).done("prod", "log", HOUR);
    }
  }

  @Test
  void aSecondOpeningIsRefusedUntilTheFirstIsClosed() {
    try (StateDatabase first = StateDatabase.open(folder)) {
      assertThat(refused(folder))
          .hasMessageContaining("in use")
          .hasMessageContaining("flowlogs.state");
      new Cursor(first).start("prod", HOUR);
    }
    StateDatabase.open(folder).close();
  }

  /** Opens the state in another process, and says how that went. */
  public static void main(String[] args) {
    try (StateDatabase database = StateDatabase.open(Path.of(args[0]))) {
      System.out.print("opened " + new Cursor(database).start("prod", HOUR));
    } catch (StateException e) {
      System.out.print(e.getMessage());
    }
  }

  private String inAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StateDatabaseTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstRuns() throws IOException, InterruptedException {
    try (StateDatabase database = StateDatabase.open(folder)) {
      new Cursor(database).start("prod", HOUR);
      assertThat(inAnotherProcess()).contains("in use by another process");
    }
    assertThat(inAnotherProcess()).endsWith("opened " + HOUR);
  }

  @Test
  void aNewerVersionIsRefusedAndLeftAlone() throws SQLException {
    StateDatabase.open(folder).close();
    Path file = folder.resolve("flowlogs.db");
    sql(file, "PRAGMA user_version=99");
    assertThat(refused(folder)).hasMessageContaining("newer version").hasMessageContaining("99");
    assertThat(refused(folder)).as("the second time too").hasMessageContaining("newer version");
    assertThat(StateDatabase.unusable(folder)).contains(refused(folder).getMessage());
    sql(file, "PRAGMA user_version=9");
    StateDatabase.open(folder).close();
  }

  @Test
  void anOlderVersionIsBroughtUpToDateWithAllThatItHolds() throws SQLException {
    sql(
        folder.resolve("flowlogs.db"),
        "CREATE TABLE source (name TEXT PRIMARY KEY, start INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE flow_log (source TEXT, path TEXT, hour INTEGER NOT NULL,"
            + " forgotten INTEGER NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID",
        "CREATE TABLE blob (source TEXT, name TEXT, hour INTEGER NOT NULL, position INTEGER NOT"
            + " NULL, anchor BLOB NOT NULL, planned INTEGER NOT NULL, length INTEGER NOT NULL,"
            + " etag TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (source, name))"
            + " WITHOUT ROWID",
        "CREATE INDEX blob_hour ON blob (hour)",
        "CREATE TABLE delivery (part TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO blob VALUES ('prod', 'log/y=1', 5, 100, x'6162', 120, 90, 'e', 7)",
        "INSERT INTO delivery VALUES ('part', 3)",
        "PRAGMA application_id=" + 0x464C4F57,
        "PRAGMA user_version=1");
    assertThatThrownBy(() -> StateDatabase.look(folder))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("older version");
    assertThat(StateDatabase.unusable(folder)).as("a start brings it up to date").isEmpty();
    try (StateDatabase database = StateDatabase.open(folder)) {
      assertThat(new Cursor(database).progress("prod", "log/"))
          .extractingByKey("log/y=1")
          .isEqualTo(
              new BlobProgress(
                  100, Anchor.of(new byte[] {'a', 'b'}), 120, 90, "e", 7, 0, 0, Anchor.NONE, 0, 0));
      assertThat(new Acknowledgements(database, Clock.systemUTC()).contains("part")).isTrue();
    }
    StateDatabase.open(folder).close();
  }

  @Test
  void aLookChangesNothingAndNeedsNoLock() {
    assertThatThrownBy(() -> StateDatabase.look(folder)).hasMessageContaining("no state file");
    assertThat(StateDatabase.unusable(folder)).as("a start makes a new one").isEmpty();
    assertThat(folder).isEmptyDirectory();
    try (StateDatabase used = StateDatabase.open(folder);
        StateDatabase look = StateDatabase.look(folder)) {
      new Cursor(used).start("prod", HOUR);
      assertThat(new Cursor(look).hour("prod", "log")).isEmpty();
      new Cursor(used).done("prod", "log", HOUR);
      assertThat(new Cursor(look).hour("prod", "log")).contains(HOUR);
    }
  }

  @Test
  void whetherAFileCanBeUsedIsAskedWithoutAChange() throws IOException {
    Path strange = Files.createDirectory(folder.resolve("100% mine?"));
    FileTime longAgo = FileTime.from(HOUR);
    try (StateDatabase used = StateDatabase.open(strange)) {
      new Cursor(used).start("prod", HOUR);
      Files.setLastModifiedTime(strange, longAgo);
      assertThat(StateDatabase.unusable(strange)).as("while it is in use").isEmpty();
      assertThat(Files.getLastModifiedTime(strange)).isEqualTo(longAgo);
    }
    Files.setLastModifiedTime(strange, longAgo);
    assertThat(StateDatabase.unusable(strange)).isEmpty();
    assertThat(Files.getLastModifiedTime(strange)).isEqualTo(longAgo);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("flowlogs.db"), "this is my diary, not a database ".repeat(50));
    assertThat(StateDatabase.unusable(folder)).contains(refused(folder).getMessage());
    assertThat(file).content().startsWith("this is my diary");
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws SQLException {
    Path file = folder.resolve("flowlogs.db");
    sql(file, "CREATE TABLE diary (entry TEXT)");
    refused(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      assertThat(tables.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseOfThatVersionWithoutOurTablesIsRefused() throws SQLException {
    sql(folder.resolve("flowlogs.db"), "CREATE TABLE diary (entry TEXT)", "PRAGMA user_version=1");
    refused(folder);
  }

  @Test
  void aFileInTheFoldersPlaceIsRefusedWithTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "x");
    StateException refused = refused(file);
    assertThat(refused.getMessage().replace(file.toString(), ""))
        .as("more than the path twice")
        .containsIgnoringCase("not a");
  }

  @Test
  void aFolderInTheFilesPlaceIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("flowlogs.db"));
    refused(folder);
  }

  @Test
  void anErrorInAChangeIsASentenceAndTheWriterGoesOn() {
    try (StateDatabase database = StateDatabase.open(folder)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      statements -> {
                        throw new StackOverflowError("deep");
                      }))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("flowlogs.db")
          .hasMessageContaining("StackOverflowError: deep");
      assertThat(new Cursor(database).start("prod", HOUR)).isEqualTo(HOUR);
    }
  }

  @Test
  void aChangeThatFailsIsASentenceAndHarmsNoOther() {
    try (StateDatabase database = StateDatabase.open(folder)) {
      assertThatThrownBy(
              () -> database.write(statements -> statements.update("INSERT INTO nothing")))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("flowlogs.db");
      assertThat(new Cursor(database).start("prod", HOUR)).isEqualTo(HOUR);
    }
  }
}
