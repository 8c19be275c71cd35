package io.vnetflowroutes.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page about types of receivers, and its blocks of configuration. */
public final class DestinationsPage {

  private static final Path PAGE = Path.of("docs/destinations.md");
  private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ANY = Pattern.compile("```(?:\\w+)?\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CHECK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COSTS =
      Pattern.compile("(?m)^\\| ([^|\n]+) ((?:\\| [\\d,]+ )+)\\|$");
  private static final String URL = "(?m)(\\.url = )(?:https?|tls)://[^/\\s]+";

  private DestinationsPage() {}

  /** The page. */
  public static String text() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page says about a type: the section with its block. */
  static String section(String type) {
    String block = block(type);
    return Arrays.stream(text().split("(?m)^## "))
        .filter(section -> section.contains(block))
        .findFirst()
        .orElseThrow();
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

  /** What the page shows of a check, below the block of a type. */
  public static List<String> check(String type) {
    Matcher block = CHECK.matcher(text());
    if (!block.find(text().indexOf(block(type)))) {
      throw new AssertionError("The page shows no check of " + type);
    }
    return block.group(1).lines().toList();
  }

  /** A line of a check without what differs between machines and days. */
  public static String anywhere(String line) {
    return line.replaceAll("has the address \\S+", "has the address ADDRESS")
        .replaceAll("at port \\d+", "at port PORT")
        .replaceAll("trusted until \\S+", "trusted until DATE");
  }

  /** The bytes of a flow in each column of the table of costs, by its first column. */
  public static Map<String, long[]> costs() {
    Map<String, long[]> costs = new LinkedHashMap<>();
    Matcher row = COSTS.matcher(text());
    while (row.find()) {
      costs.put(
          row.group(1),
          Arrays.stream(row.group(2).split("\\|"))
              .filter(cell -> !cell.isBlank())
              .mapToLong(cell -> Long.parseLong(cell.strip().replace(",", "")))
              .toArray());
    }
    return costs;
  }

  /** The first block of any kind that holds a text. */
  public static String blockWith(String part) {
    return ANY.matcher(text())
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The page has no block with " + part));
  }

  /** The first block of a type. */
  public static String block(String type) {
    return blocks().stream()
        .filter(block -> block.contains("type = " + type + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The page has no block for " + type));
  }

  /**
   * The same for a destination of another name whose server is elsewhere.
   *
   * @param server scheme, host and port
   */
  public static String block(String type, String name, String server) {
    return block(type).replace(".siem.", '.' + name + '.').replaceFirst(URL, "$1" + server);
  }
}
