package io.vnetflowroutes.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page about types of receivers, and its blocks of configuration. */
public final class DestinationsPage {

  private static final Path PAGE = Path.of("docs/destinations.md");
  private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern RSYSLOG = Pattern.compile("```rsyslog\n(.*?)```", Pattern.DOTALL);
  private static final String URL = "(?m)(\\.url = )(?:https?|tls)://[^/\\s]+";

  private DestinationsPage() {}

  /** The page. */
  static String text() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All blocks of configuration, in order. */
  static List<String> blocks() {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /** The statement that creates a table. */
  public static String sql() {
    Matcher block = SQL.matcher(text());
    if (!block.find()) {
      throw new AssertionError("The page has no block of SQL");
    }
    return block.group(1);
  }

  /** The configuration of rsyslog. */
  public static String rsyslog() {
    Matcher block = RSYSLOG.matcher(text());
    if (!block.find()) {
      throw new AssertionError("The page has no block of rsyslog");
    }
    return block.group(1);
  }

  /**
   * The first block of a type, for a destination of another name whose server is elsewhere.
   *
   * @param server scheme, host and port
   */
  public static String block(String type, String name, String server) {
    return blocks().stream()
        .filter(block -> block.contains("type = " + type + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The page has no block for " + type))
        .replace(".siem.", '.' + name + '.')
        .replaceFirst(URL, "$1" + server);
  }
}
