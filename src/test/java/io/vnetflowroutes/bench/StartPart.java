package io.vnetflowroutes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How soon the first flow is at its destination, from the start of {@code java -jar}. */
final class StartPart {

  private static final int RUNS = 7;
  private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

  private StartPart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Start")
            .text(
                """
                The time from the start of `java -jar flowlogs.jar run` to the first file of the sample data.
                `./flowlogs cache` makes the cache. Goals: 1.5 s on JDK 25 with the cache, 2.5 s on
                JDK 17.
                """)
            .table("JVM", "seconds");
    Path java = Path.of(System.getProperty("java.home"));
    page.row("Java " + System.getProperty("java.version"), starts(work, java, List.of()).text());
    if (Files.isDirectory(JDK_25)) {
      page.row("Java 25", starts(work, JDK_25, List.of()).text());
      Path cache = work.resolve("flowlogs.aot");
      run(work, JDK_25, List.of("-XX:AOTCacheOutput=" + cache));
      page.row(
          "Java 25 with the cache", starts(work, JDK_25, List.of("-XX:AOTCache=" + cache)).text());
    }
    page.end()
        .text(
            "The package is %d jars and libraries of %s MB in all."
                .formatted(jars().size(), Figure.number(size(jars()) / 1e6)));
    page.write();
  }

  private static Figure starts(Path work, Path java, List<String> options) throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      seconds.add(run(work, java, options));
    }
    return Figure.of(seconds);
  }

  private static double run(Path work, Path java, List<String> options) throws Exception {
    Path folder = work.resolve("start");
    Pipe.delete(folder);
    Path sample = Path.of("sample").toAbsolutePath();
    Packaged.folder(
        folder, Pipe.settings(Pipe.directory(sample), "file:out") + "flowlogs.start = beginning\n");
    long start = System.nanoTime();
    try (Packaged program = new Packaged(folder, java, options, "--once")) {
      Packaged.until(() -> !program.alive() || anyFlow(folder.resolve("out")));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (program.exitCode(Duration.ofSeconds(30)) != 0) {
        throw new IllegalStateException(program.output());
      }
      return seconds;
    }
  }

  private static boolean anyFlow(Path out) {
    if (!Files.isDirectory(out)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files.anyMatch(
          file ->
              file.toString().endsWith(".ndjson")
                  && !file.getFileName().toString().startsWith("."));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.walk(Packaged.jar().resolveSibling("lib"))) {
      return Stream.concat(Stream.of(Packaged.jar()), files.filter(Files::isRegularFile)).toList();
    }
  }

  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }
}
