package io.vnetflowroutes.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resolves relative paths in values against the folder of the configuration file, wherever the
 * program was started.
 */
final class RelativePaths {

  private static final Pattern FILE_URI = Pattern.compile("((?i)file):(?://)?(?!/|\\{\\{)(.*)");

  /** The pattern of a network or address, which is not the name of a file. */
  private static final Pattern NETWORK =
      Pattern.compile("\\s*([\\d.]+|[\\da-fA-F:.]*:[\\da-fA-F:.]*)(/\\d+)?\\s*(,.*)?");

  private final Path folder;

  /**
   * @param folder from which they count; empty for the folder that the program was started in,
   *     whose paths stay as they are written
   */
  RelativePaths(Path folder) {
    this.folder = folder;
  }

  /** Whether they count from elsewhere, so that values change. */
  boolean count() {
    return !folder.toString().isEmpty();
  }

  /** The value of a key with the whole paths. */
  String whole(Key<?> key, String value) {
    if (value.isEmpty()) {
      return value;
    }
    return switch (key.kind().paths()) {
      case NONE -> value;
      case ONE -> path(value);
      case LIST ->
          Arrays.stream(value.split(",", -1))
              .map(path -> path(path.trim()))
              .collect(Collectors.joining(", "));
      case OR_NETWORKS -> NETWORK.matcher(value).matches() ? value : path(value);
      case OR_URI -> value.indexOf(':') >= 0 ? uri(value) : path(value);
      case URI -> uri(value);
    };
  }

  private String path(String value) {
    return folder.resolve(value).toString();
  }

  private String uri(String value) {
    Matcher file = FILE_URI.matcher(value);
    if (!file.matches()) {
      return value;
    }
    // Camel decodes a percent sign twice, the others once.
    String start = folder.toString().replace("%", "%2525").replace("+", "%2B").replace(" ", "%20");
    start = start.replace("?", "%3F").replace("#", "%23");
    return file.group(1) + ':' + start + '/' + file.group(2);
  }
}
