package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that folders with flows in them are for their owner only. */
class PrivateFolderTest {

  @TempDir private Path dir;

  private static Settings settings(String key, Object value) {
    return new SettingsReader(Configuration.keys())
        .properties(Map.of(key, value.toString()))
        .settings();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowlogs.state", "flowlogs.spool", "flowlogs.dead-letter"})
  void aNewFolderIsForItsOwnerOnly(String key) throws IOException {
    Path folder = dir.resolve("deep").resolve("folder");
    assertThat(PrivateFolder.make(settings(key, folder), key)).isEqualTo(folder);
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-x---"));
    PrivateFolder.make(settings("flowlogs.spool", dir), "flowlogs.spool");
    assertThat(permissions(dir)).isEqualTo("rwxr-x---");
  }

  @Test
  void whatIsNoFolderIsRefusedWithItsKey() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    for (Path folder : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(
              () -> PrivateFolder.make(settings("flowlogs.state", folder), "flowlogs.state"))
          .isInstanceOf(StateException.class)
          .hasMessageStartingWith("flowlogs.state is '" + folder + "', but");
    }
  }

  @Test
  void nothingIsMadeForAnEndpoint() {
    PrivateFolder.makeIfFolder(
        settings("flowlogs.dead-letter", "file:" + dir.resolve("x")), "flowlogs.dead-letter");
    assertThat(dir).isEmptyDirectory();
  }
}
