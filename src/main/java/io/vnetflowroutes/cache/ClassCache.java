package io.vnetflowroutes.cache;

import io.vnetflowroutes.errors.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the program over its sample data, and lets the JVM keep the classes that it loaded. No
 * server listens at two of the destinations, but the classes of their clients are loaded.
 */
final class ClassCache {

  /** The first JDK that makes an AOT cache in one run. */
  private static final int FIRST_WITH_AOT = 25;

  private static final String SETTINGS =
      """
      flowlogs.source.sample.directory = %s
      flowlogs.start = beginning
      flowlogs.destination.lake.uri = file:out
      flowlogs.destination.siem.uri = http://127.0.0.1:9/
      flowlogs.destination.bus.uri = kafka:flows?brokers=127.0.0.1:9&maxBlockMs=1
      flowlogs.allow = lake, siem, bus
      flowlogs.deny = lake
      """;

  private static final List<String> RUN = List.of("run", "--once");

  private final Path java;
  private final Path jar;
  private final Path home;

  /**
   * @param java the JVM that the cache is for
   * @param jar the program, by the path by which it is started
   * @param home the folder of the routes and the sample data
   */
  ClassCache(Path java, Path jar, Path home) {
    this.java = java;
    this.jar = jar;
    this.home = home;
  }

  /**
   * Makes it, and returns the file; those that were there before are removed.
   *
   * @param jdk the JVM's feature release
   * @throws UserError if the JVM makes none; with what it said
   */
  Path make(int jdk) throws IOException, InterruptedException {
    Path aot = removed("flowlogs.aot");
    Path archive = removed("flowlogs.jsa");
    Path work = Files.createTempDirectory("flowlogs-cache");
    try {
      copy(home.resolve("routes"), work.resolve("routes"));
      Files.writeString(
          work.resolve("application.properties"),
          SETTINGS.formatted(home.resolve("sample").toString().replace("\\", "\\\\")));
      if (jdk >= FIRST_WITH_AOT) {
        return made(aot, run(work, RUN, "-XX:AOTCacheOutput=" + aot));
      }
      String classes = work.resolve("classes").toString();
      String first = run(work, RUN, "-XX:DumpLoadedClassList=" + classes);
      String second =
          run(
              work,
              List.of(),
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + classes,
              "-XX:SharedArchiveFile=" + archive);
      return made(archive, first + second);
    } finally {
      delete(work);
    }
  }

  private Path removed(String name) throws IOException {
    Path file = jar.toAbsolutePath().resolveSibling(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserError("'%s' is in the way, and cannot be removed (%s)".formatted(file, e), e);
    }
    return file;
  }

  private static Path made(Path file, String said) {
    if (!Files.isRegularFile(file)) {
      List<String> problems = new ArrayList<>(said.lines().toList());
      problems.add("The JVM has not written '%s'; its messages stand above".formatted(file));
      throw new UserError("", problems);
    }
    return file;
  }

  /** Runs the program in a folder, whatever comes of it, and returns what it said. */
  private String run(Path work, List<String> arguments, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    Path output = work.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("FLOWLOGS_"));
    builder.start().waitFor();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
