package io.vnetflowroutes.routes;

import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/**
 * The user's own route files, which Camel's option {@code camel.main.routesIncludePattern} names.
 * The program finds them itself, because Camel takes the folder for a URL, and so for another
 * folder if its name contains a plus or a percent sign. Relative patterns are relative to the
 * folder of the configuration file.
 */
public final class OwnRouteFiles {

  private static final String OPTION = "camel.main.routesIncludePattern";
  private static final String SCHEME = "file:";
  private static final String OPTIONAL = "?optional=true";

  private final Path base;
  private final List<String> patterns;

  private OwnRouteFiles(Path base, List<String> patterns) {
    this.base = base;
    this.patterns = patterns;
  }

  /** The files that the settings name. */
  public static OwnRouteFiles of(Settings settings) {
    return new OwnRouteFiles(
        settings.folder(),
        settings.others().entrySet().stream()
            .filter(option -> isOption(option.getKey()))
            .flatMap(option -> Arrays.stream(option.getValue().split(",", -1)))
            .map(String::trim)
            .filter(pattern -> pattern.startsWith(SCHEME))
            .toList());
  }

  /** No files. */
  static OwnRouteFiles none() {
    return new OwnRouteFiles(Path.of(""), List.of());
  }

  /** Whether a key is the option, in either spelling that Camel takes. */
  private static boolean isOption(String key) {
    return key.replace("-", "").toLowerCase(Locale.ROOT).equals(OPTION.toLowerCase(Locale.ROOT));
  }

  /** The files, in the order of the patterns and then of their names. */
  public List<Path> files() {
    return patterns.stream().flatMap(pattern -> matching(pattern).stream()).distinct().toList();
  }

  /** The folders that the patterns begin with, as far as they are there. */
  List<Path> folders() {
    return patterns.stream().map(this::root).filter(Files::isDirectory).distinct().toList();
  }

  /** The mistakes: patterns that no file matches, one sentence each. */
  public List<String> problems() {
    return patterns.stream()
        .filter(pattern -> !pattern.endsWith(OPTIONAL) && matching(pattern).isEmpty())
        .map(
            pattern ->
                "%s is '%s', but there is no such file below '%s'"
                    .formatted(OPTION, pattern, root(pattern).toAbsolutePath()))
        .toList();
  }

  private static String path(String pattern) {
    String path = pattern.substring(SCHEME.length()).replace(OPTIONAL, "");
    return path.startsWith("//") ? path.substring(2) : path;
  }

  /** Where in a path the folder in front of the first wildcard ends. */
  private static int rootEnd(String path) {
    int wildcard = path.indexOf('*');
    return path.lastIndexOf('/', wildcard < 0 ? path.length() : wildcard) + 1;
  }

  private Path root(String pattern) {
    return base.resolve(path(pattern).substring(0, rootEnd(path(pattern))));
  }

  private List<Path> matching(String pattern) {
    Path root = root(pattern);
    String below = path(pattern).substring(rootEnd(path(pattern)));
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> AntPathMatcher.INSTANCE.match(below, slashed(root.relativize(file))))
          .sorted()
          .forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }
}
