package io.vnetflowroutes.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that the JVM makes a cache of what a program loads, and what is said where it does not.
 */
final class ClassCacheTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir private Path home;
  private Path jar;

  /** The program that is cached, in place of the real one. */
  public static final class Program {

    private Program() {}

    /** Fails unless it is run as the real one would be. */
    public static void main(String[] args) throws IOException {
      String settings = Files.readString(Path.of("application.properties"));
      if (!Files.isRegularFile(Path.of("routes/one.camel.yaml")) || !settings.contains("sample")) {
        System.exit(1);
      }
    }
  }

  @BeforeEach
  void layOut() throws IOException {
    jar = home.resolve("flowlogs.jar");
    Files.createDirectory(home.resolve("routes"));
    Files.writeString(home.resolve("one"), "- route:");
    Files.createSymbolicLink(home.resolve("routes/one.camel.yaml"), home.resolve("one"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    String file = Program.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry(file));
      entries.write(Program.class.getClassLoader().getResourceAsStream(file).readAllBytes());
      entries.closeEntry();
    }
  }

  private Path make() throws IOException, InterruptedException {
    return new ClassCache(JAVA, jar, home).make(Runtime.version().feature());
  }

  @Test
  void aCacheLiesBesideTheJarAndTakesThePlaceOfAnOlderOne() throws Exception {
    Path other = Files.writeString(home.resolve("flowlogs.aot"), "old");
    Files.writeString(home.resolve("flowlogs.jsa"), "old");
    Path made = make();
    assertThat(made.getParent()).isEqualTo(home);
    assertThat(Files.size(made)).isGreaterThan(100_000);
    assertThat(made.equals(other) || Files.notExists(other)).isTrue();
  }

  @Test
  void whatTheJvmSaysIsTheReason() throws IOException {
    Files.writeString(jar, "no program");
    assertThatThrownBy(this::make)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Invalid or corrupt jarfile")
        .hasMessageContaining("its messages stand above");
  }

  @Test
  void aFolderInTheWayIsSaid() throws IOException {
    Files.createDirectories(home.resolve("flowlogs.jsa/folder"));
    assertThatThrownBy(this::make)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("flowlogs.jsa' is in the way");
  }
}
