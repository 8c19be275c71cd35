package io.vnetflowroutes.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a host of the core has to bring along: the core's classes, and its libraries. */
public final class CoreClassPath {

  /** The packages of the core. */
  public static final String PACKAGES =
      "errors bytes flow disk net source parse derive filter table parquet api format receiver config settings poll read handover offsets";

  /** Its libraries, and what those need in turn. */
  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(azure-(?!storage-blob-changefeed|storage-internal-avro.*changefeed).*"
              + "|jackson-(core|annotations|databind|datatype-jsr310)-.*|maxmind-db-.*"
              + "|commons-(text|lang3)-.*|msal4j-.*|netty-.*|reactor-.*|reactive-streams-.*"
              + "|slf4j-api-.*)\\.jar");

  private static final String ROOT = "io/vnetflowroutes/";

  private CoreClassPath() {}

  /**
   * Copies the core's classes out of the build, and names them and the libraries as a class path.
   *
   * @param to the folder to copy to
   * @param more test classes that are copied, too
   */
  public static String of(Path to, Class<?>... more) throws IOException {
    Path classes = Path.of("target/classes");
    for (String name : PACKAGES.split(" ", -1)) {
      copy(classes, to, ROOT + name, file -> true);
    }
    Path tests = Path.of("target/test-classes");
    for (Class<?> type : more) {
      String file = type.getName().replace('.', '/');
      copy(
          tests,
          to,
          file.substring(0, file.lastIndexOf('/')),
          found -> found.getFileName().toString().startsWith(type.getSimpleName()));
    }
    return Stream.concat(Stream.of(to), libraries().stream())
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      return jars.filter(jar -> LIBRARIES.matcher(jar.getFileName().toString()).matches())
          .map(Path::toAbsolutePath)
          .toList();
    }
  }

  private interface Wanted {
    boolean test(Path file);
  }

  private static void copy(Path from, Path to, String folder, Wanted wanted) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).filter(wanted::test).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
