package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises about a state that cannot be used: a sentence and exit code 2 rather than a new
 * beginning, and nothing is delivered twice once it is put right.
 */
final class StateFileIT {
  private static final String CANNOT_START = "The program cannot start:";

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private Archive archive;
  private Program program;
  private Path file;

  @BeforeEach
  void deliverOnce() {
    archive = new Archive(dir.resolve("archive")).grow(20);
    program = Program.in(dir.resolve("work"), archive.everythingTo("siem", siem.url("/in")));
    file = dir.resolve("work/state/flowlogs.db");
    assertThat(program.once()).as(program.output()).isZero();
  }

  private void assertRefused(String sentence) {
    assertThat(program.once()).as(program.output()).isEqualTo(2);
    assertThat(program.output()).contains(CANNOT_START).containsPattern(sentence);
    program.assertNoStackTrace();
    assertThat(program.lines()).hasSize(2);
  }

  /** Delivers what is new, and nothing of what was delivered before. */
  private void assertGoesOn() {
    archive.grow(3);
    assertThat(program.once()).as(program.output()).isZero();
    Flows.inBodies(siem.accepted()).assertExactly(archive.tuples());
    siem.close();
  }

  @Test
  void aFileThatIsNotWholeOrNotOursIsRefusedAndACopyIsTaken() throws IOException, SQLException {
    Path copy = Files.copy(file, dir.resolve("copy"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused("'state/flowlogs.db' cannot be used: it is damaged or cut off; restore it");
    Files.write(file, new byte[0]);
    assertRefused("'state/flowlogs.db' cannot be used: it is empty, so it was cut off; restore it");
    assertThat(file).isEmptyFile();
    Files.writeString(file, "my diary ".repeat(1000));
    assertRefused("'state/flowlogs.db' cannot be used: it is no state file of this program");
    assertThat(file).content().startsWith("my diary");
    Files.delete(file);
    sql("CREATE TABLE diary (entry TEXT)");
    assertRefused("'state/flowlogs.db' belongs to another program; set flowlogs.state");
    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    sql("PRAGMA user_version=99");
    assertRefused("was written by a newer version of this program.*run that version");
    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    assertGoesOn();
  }

  @Test
  void aStateThatIsReadOnlyIsRefusedUntilItIsWritable() throws IOException {
    Path state = file.getParent();
    if (SmallDisk.mayMount()) {
      Path kept = Files.move(state, dir.resolve("kept"));
      try (SmallDisk disk = SmallDisk.at(state, SmallDisk.Way.FILE_SYSTEM, 10_000)) {
        for (String name : kept.toFile().list()) {
          Files.copy(kept.resolve(name), state.resolve(name));
        }
        disk.readOnly(true);
        assertRefused("'state' cannot be written: its file system is read-only; mount it");
        disk.readOnly(false);
        assertGoesOn();
      }
      return;
    }
    for (Path path : new Path[] {file, state.resolve("lock"), state}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    assertRefused("'state' cannot be written: this user may not write");
    for (Path path : new Path[] {state, state.resolve("lock"), file}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
    assertGoesOn();
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
