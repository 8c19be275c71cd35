package io.vnetflowroutes.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what is taken of a plug-in that was saved for a machine without a network. */
final class PluginZipTest {

  @TempDir private Path folder;
  private Path jar;
  private PluginZip zip;

  @BeforeEach
  void save() throws IOException {
    jar = Files.writeString(folder.resolve("ours-1.0.jar"), "a jar");
    zip = new PluginZip(folder.resolve("ours.zip"));
    zip.write(plugin("4.18.0"), List.of(jar));
  }

  private Plugin plugin(String camel) throws IOException {
    return new Plugin(
        "ours",
        "com.example:ours:1.0",
        camel,
        List.of(PluginFolder.jar(jar, "com.example:ours:1.0")));
  }

  private Path target() throws IOException {
    return Files.createTempDirectory(folder, "target");
  }

  @Test
  void whatWasSavedIsUnpacked() throws IOException {
    Plugin plugin = zip.plugin("4.18.0");
    assertThat(plugin).isEqualTo(plugin("4.18.0"));
    assertThat(zip.unpack(plugin, target()))
        .singleElement()
        .satisfies(unpacked -> assertThat(unpacked).hasSameBinaryContentAs(jar));
  }

  @Test
  void oneForAnotherVersionOfCamelIsRefused() {
    assertThatThrownBy(() -> zip.plugin("4.19.0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is for Camel 4.18.0, but the bundle has Camel 4.19.0");
  }

  @Test
  void aJarThatIsNotTheOneThatWasAddedIsRefused() throws IOException {
    Plugin added = plugin("4.18.0");
    Files.writeString(jar, "another");
    zip.write(added, List.of(jar));
    assertThatThrownBy(() -> zip.unpack(zip.plugin("4.18.0"), target()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not the file that was added");
  }

  @Test
  void whatAddDidNotSaveIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.zip"), "no zip");
    assertThatThrownBy(() -> new PluginZip(file).plugin("4.18.0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no zip");
    assertThatThrownBy(() -> new PluginZip(folder.resolve("none.zip")).plugin("4.18.0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("There is no file");
  }
}
