package io.vnetflowroutes.camel;

import static io.vnetflowroutes.settings.ProgramKeys.DEAD_LETTER;
import static io.vnetflowroutes.settings.ProgramKeys.SPOOL;
import static io.vnetflowroutes.settings.ProgramKeys.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that folders with flows in them are for their owner only. */
class PrivateFolderTest {

  @TempDir private Path dir;

  private static Settings settings(Key<?> key, Object value) {
    return new SettingsReader(Configuration.keys())
        .properties(Map.of(key.name(), value.toString()))
        .settings();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aNewFolderIsForItsOwnerOnly() throws IOException {
    for (Key<Path> key : List.of(STATE, SPOOL)) {
      Path folder = dir.resolve(key.name()).resolve("folder");
      assertThat(PrivateFolder.make(settings(key, folder), key)).isEqualTo(folder);
      assertThat(permissions(folder)).isEqualTo("rwx------");
    }
    Path letters = dir.resolve("dead-letter").resolve("folder");
    PrivateFolder.makeIfFolder(settings(DEAD_LETTER, letters), DEAD_LETTER);
    assertThat(permissions(letters)).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-x---"));
    PrivateFolder.make(settings(SPOOL, dir), SPOOL);
    assertThat(permissions(dir)).isEqualTo("rwxr-x---");
  }

  @Test
  void whatIsNoFolderIsRefusedWithItsKey() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    for (Path folder : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> PrivateFolder.make(settings(STATE, folder), STATE))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("flowlogs.state is '" + folder + "', but");
    }
  }

  @Test
  void nothingIsMadeForAnEndpoint() {
    PrivateFolder.makeIfFolder(settings(DEAD_LETTER, "file:" + dir.resolve("x")), DEAD_LETTER);
    assertThat(dir).isEmptyDirectory();
  }
}
