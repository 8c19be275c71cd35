package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that {@code ./flowlogs cache} makes what later starts load their classes from. */
final class CacheIT {

  private static final Path JAR = Path.of(System.getProperty("bundle.jar")).toAbsolutePath();
  private static final String OURS = "io.vnetflowroutes.run.RunCommand ";
  private static final String FROM_CACHE = "source: shared objects file";

  @TempDir Path dir;

  /**
   * A checkout that was built, but for its target folder's other files. One route file is a link.
   */
  @BeforeEach
  void layOut() throws IOException {
    program(dir);
    Program.copy(Path.of("routes"), dir.resolve("routes"));
    Files.move(dir.resolve("routes/errors.camel.yaml"), dir.resolve("errors"));
    Files.createSymbolicLink(dir.resolve("routes/errors.camel.yaml"), dir.resolve("errors"));
    Files.createSymbolicLink(dir.resolve("sample"), Path.of("sample").toAbsolutePath());
    Files.writeString(
        dir.resolve("application.properties"),
        """
        flowlogs.source.sample.directory = sample
        flowlogs.start = beginning
        flowlogs.destination.lake.uri = file:out
        flowlogs.allow = lake
        flowlogs.deny = lake
        """);
  }

  private static void program(Path home) throws IOException {
    Files.createDirectories(home.resolve("target"));
    Files.createSymbolicLink(home.resolve("target/lib"), JAR.resolveSibling("lib"));
    Files.copy(JAR, home.resolve("target/flowlogs.jar"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(Path.of("flowlogs"), home.resolve("flowlogs"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test
  void laterStartsTakeTheirClassesFromItUntilTheProgramIsNewer() throws Exception {
    assertThat(loaded()).isNotEmpty().noneMatch(line -> line.contains(FROM_CACHE));

    Ended made = flowlogs("cache");
    assertThat(made.code()).as(made.output()).isZero();
    assertThat(made.output()).contains("Later starts with this JVM use ");
    assertThat(caches()).hasSize(1);
    assertThat(made.output()).contains(caches().get(0).toString());
    assertThat(loaded()).isNotEmpty().allMatch(line -> line.contains(FROM_CACHE));
    assertThat(dir.resolve("errors")).hasSameTextualContentAs(Path.of("routes/errors.camel.yaml"));

    Path moved = dir.resolve("moved");
    program(moved);
    Path cache = caches().get(0);
    Files.copy(
        cache,
        moved.resolve("target").resolve(cache.getFileName()),
        StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(flowlogs(moved, "--version").output())
        .as("a cache that does not fit is no matter for a warning")
        .contains("flowlogs ")
        .doesNotContain("[warning]");

    Files.setLastModifiedTime(
        dir.resolve("target/flowlogs.jar"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(loaded()).isNotEmpty().noneMatch(line -> line.contains(FROM_CACHE));
  }

  @Test
  void whereNoneIsMadeTheReasonIsSaid() throws Exception {
    Path inTheWay = Files.createDirectories(dir.resolve("target/flowlogs.jsa/folder")).getParent();
    Ended made = flowlogs("cache");
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.output())
        .contains("No cache was made:\n  '" + inTheWay.toRealPath() + "' is in the way");
  }

  private record Ended(int code, String output) {}

  /** How the program's own class was loaded in a run over the sample data. */
  private List<String> loaded() throws Exception {
    Path log = dir.resolve("loaded");
    Ended run = flowlogs("run", "--once", "-Xlog:class+load:file=" + log);
    assertThat(run.code()).as(run.output()).isZero();
    assertThat(dir.resolve("out")).isNotEmptyDirectory();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(OURS)).toList();
    }
  }

  /** Runs the script; arguments that start with {@code -X} are the JVM's. */
  private Ended flowlogs(String... arguments) throws Exception {
    return flowlogs(dir, arguments);
  }

  private Ended flowlogs(Path home, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(home.resolve("flowlogs").toString()),
                Stream.of(arguments).filter(argument -> !argument.startsWith("-X")))
            .toList();
    Path output = dir.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put(
            "JDK_JAVA_OPTIONS",
            String.join(
                " ", Stream.of(arguments).filter(argument -> argument.startsWith("-X")).toList()));
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("target"))) {
      return files.filter(file -> file.toString().matches(".*\\.(aot|jsa)")).toList();
    }
  }
}
