package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that the package is whole and small, and that a start takes up no more than it needs. */
final class PackageIT {

  /** What docs/performance.md tells, and a little room for newer versions of the same. */
  private static final long MOST_BYTES = 86_000_000;

  /** Camel asks each component for its converters, and so loads their loader, but not Netty. */
  private static final String SDKS =
      "(com\\.azure|reactor|io\\.netty\\.(channel|handler)|org\\.apache\\.hc\\.client5|io\\.opentelemetry\\.sdk\\.trace\\.sdk)\\..*"
          + "|org\\.apache\\.camel\\.component\\.netty\\.(?!NettyConverterLoader).*"
          + "|org\\.apache\\.commons\\.pool2\\..*|io\\.vnetflowroutes\\.camel\\.Syslog\\w+"
          + "|org\\.apache\\.kafka\\.clients\\.producer\\.KafkaProducer";

  private static final Path JAR = Path.of(System.getProperty("bundle.jar")).toAbsolutePath();

  @TempDir Path dir;

  @Test
  void everythingOnTheClassPathIsThereAndAllOfItIsSmall() throws IOException {
    List<Path> jars = classPath();
    assertThat(jars).allSatisfy(jar -> assertThat(jar).isRegularFile());

    long size = Files.size(JAR);
    for (Path file : Stream.concat(jars.stream(), libraries().stream()).toList()) {
      size += Files.size(file);
    }
    assertThat(size).as("bytes of %d jars", jars.size()).isLessThan(MOST_BYTES);
  }

  @Test
  void theLibrariesOfSqliteAreThoseOfItsDriver() throws IOException {
    Path driver =
        classPath().stream()
            .filter(jar -> jar.getFileName().toString().startsWith("sqlite-jdbc-"))
            .findFirst()
            .orElseThrow();
    assertThat(libraries()).hasSize(4);
    try (JarFile jar = new JarFile(driver.toFile())) {
      for (Path library : libraries()) {
        String name = JAR.resolveSibling("lib/native").relativize(library).toString();
        try (InputStream original = jar.getInputStream(jar.getEntry(name))) {
          assertThat(Files.readAllBytes(library)).isEqualTo(original.readAllBytes());
        }
      }
    }
  }

  @Test
  void aStartUnpacksNothingAndLoadsNoSdkOfWhatIsNotConfigured() throws IOException {
    Path unpacked = Files.createDirectory(dir.resolve("unpacked"));
    Path loaded = dir.resolve("loaded");
    try (Program program = Program.in(dir.resolve("program"), settings())) {
      program.with(List.of("-Djava.io.tmpdir=" + unpacked, "-Xlog:class+load:file=" + loaded));
      assertThat(program.once()).as(program.output()).isZero();
    }
    assertThat(unpacked).isEmptyDirectory();
    assertThat(loaded(loaded, "io\\.vnetflowroutes\\.run\\.RunCommand")).isNotEmpty();
    assertThat(loaded(loaded, SDKS)).isEmpty();
  }

  /** The classes that were loaded and whose name matches. */
  private static List<String> loaded(Path log, String name) throws IOException {
    Pattern wanted = Pattern.compile("\\] (" + name + ") ");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> wanted.matcher(line).find()).toList();
    }
  }

  private static String settings() {
    return """
        flowlogs.source.sample.directory = %s
        flowlogs.start = beginning
        flowlogs.destination.lake.uri = file:out
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(Path.of("sample").toAbsolutePath());
  }

  private static List<Path> classPath() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return Stream.of(names.split(" ", -1)).map(JAR::resolveSibling).toList();
    }
  }

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(JAR.resolveSibling("lib/native"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
