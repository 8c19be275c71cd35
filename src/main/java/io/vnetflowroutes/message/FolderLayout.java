package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders in which a destination's files and objects lie, as a pattern. The names of the files
 * are unique by themselves, so no pattern lets two files of one destination collide.
 *
 * @param pattern folders with words in braces
 */
public record FolderLayout(String pattern) {

  /** Folders that Hive, Spark and DuckDB read as columns. */
  public static final FolderLayout HIVE =
      new FolderLayout("decision={decision}/y={yyyy}/m={MM}/d={dd}/h={HH}");

  /** No folders, as Camel leaves them out with {@code flatten=true}. */
  public static final FolderLayout FLAT = new FolderLayout("");

  /** The folders of dead letters. */
  public static final FolderLayout DEAD_LETTERS = new FolderLayout("y={yyyy}/m={MM}/d={dd}/h={HH}");

  private static final String FLOW_LOG = "{flow_log}";

  /** What stands in for the name of a flow log where lengths are checked: Azure's longest. */
  private static final String LONGEST_FLOW_LOG = "x".repeat(80);

  /** All folders together become the name of one folder of the spool. */
  private static final int LONGEST = 200;

  private static final Set<String> TIMES = Set.of("yyyy", "MM", "dd", "HH");
  private static final Pattern WORD = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9._=-]+");
  private static final Pattern COLUMN = Pattern.compile("([A-Za-z0-9_]+)=.*");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.-]");

  /**
   * The layout of a setting, in which {@code {name}} is the name of the destination.
   *
   * @throws IllegalArgumentException with a sentence to follow the key, if it is none
   */
  public static FolderLayout of(String setting, String destination) {
    String pattern = setting.strip().replace("{name}", destination);
    for (MatchResult word : WORD.matcher(pattern).results().toList()) {
      if (!TIMES.contains(word.group(1))
          && !Set.of("decision", "flow_log").contains(word.group(1))) {
        throw new IllegalArgumentException(
            "has '%s', but only {name}, {decision}, {flow_log}, {yyyy}, {MM}, {dd} and {HH} stand for something"
                .formatted(word.group()));
      }
    }
    String sample = WORD.matcher(pattern).replaceAll("x");
    for (String folder : sample.split("/", -1)) {
      if (!FOLDER.matcher(folder).matches() || folder.matches("\\.\\.?")) {
        throw new IllegalArgumentException(
            "is '%s', but must be folders such as flows/{yyyy}/{MM}/{dd}, of letters, digits and . _ = - only, without a slash at either end"
                .formatted(setting));
      }
    }
    if (pattern.replace(FLOW_LOG, LONGEST_FLOW_LOG).length() > LONGEST) {
      throw new IllegalArgumentException(
          "is longer than %d characters, with %d for a {flow_log}"
              .formatted(LONGEST, LONGEST_FLOW_LOG.length()));
    }
    return new FolderLayout(pattern);
  }

  /** The folder of flows of one decision from one blob, with a slash behind it, if there is one. */
  public String folder(Decision decision, Origin blob) {
    String path = BlobName.parse(blob.blob()).map(BlobName::flowLogPath).orElse(blob.blob());
    return folder(decision, path, blob.hour());
  }

  /** The folder of flows of one decision from one hour of a flow log, with a slash behind it. */
  public String folder(Decision decision, String flowLogPath, Instant hour) {
    return pattern.isEmpty()
        ? ""
        : WORD.matcher(pattern)
                .replaceAll(
                    word ->
                        Matcher.quoteReplacement(value(word.group(1), decision, flowLogPath, hour)))
            + '/';
  }

  /** What tells the folders of a flow log from those of others; empty if nothing does. */
  public String flowLogFolder(String flowLogPath) {
    return pattern.contains(FLOW_LOG) ? flowLog(flowLogPath) : "";
  }

  /** Whether each hour has folders of its own. */
  public boolean isHourly() {
    return TIMES.stream().allMatch(word -> pattern.contains('{' + word + '}'));
  }

  private static String value(String word, Decision decision, String flowLogPath, Instant hour) {
    return switch (word) {
      case "decision" -> decision.word();
      case "flow_log" -> flowLog(flowLogPath);
      default -> time(word, hour);
    };
  }

  private static String time(String word, Instant hour) {
    return DateTimeFormatter.ofPattern(word.replace('y', 'u'))
        .withZone(ZoneOffset.UTC)
        .format(hour);
  }

  private static String flowLog(String path) {
    String name = UNSAFE.matcher(FlowLogPath.parse(path).name()).replaceAll("_");
    return name.matches("\\.*") ? "_" : name;
  }

  /** The names of its folders that are columns for who reads them, such as {@code y}. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    for (String folder : pattern.split("/", -1)) {
      Matcher column = COLUMN.matcher(folder);
      if (column.matches()) {
        columns.add(column.group(1));
      }
    }
    return columns;
  }

  /**
   * Whether two folders can be the same. Files have the same names at each destination, so two
   * destinations must not share one.
   *
   * @param above the folders above this one
   * @param other the other folders
   * @param aboveOther the folders above those
   */
  public boolean canBe(String above, FolderLayout other, String aboveOther) {
    List<String> mine = folders(above, pattern);
    List<String> theirs = folders(aboveOther, other.pattern);
    if (mine.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!canBeOne(mine.get(i), theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> folders(String above, String pattern) {
    List<String> folders = new ArrayList<>();
    for (String folder : (above + '/' + pattern).split("/", -1)) {
      if (!folder.isEmpty()) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /** Whether two patterns have a text in common; if that is hard to say, yes. */
  private static boolean canBeOne(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    if (!one.contains("{")) {
      return texts(other).matcher(one).matches();
    }
    if (!other.contains("{")) {
      return texts(one).matcher(other).matches();
    }
    return oneBegins(before(one), before(other)) && oneBegins(behind(one), behind(other));
  }

  private static Pattern texts(String pattern) {
    StringBuilder texts = new StringBuilder();
    int from = 0;
    for (MatchResult word : WORD.matcher(pattern).results().toList()) {
      texts.append(Pattern.quote(pattern.substring(from, word.start())));
      texts.append(
          switch (word.group(1)) {
            case "decision" -> "(allow|deny)";
            case "flow_log" -> ".+";
            default -> "\\d{" + word.group(1).length() + '}';
          });
      from = word.end();
    }
    return Pattern.compile(texts + Pattern.quote(pattern.substring(from)));
  }

  private static String before(String pattern) {
    return pattern.substring(0, pattern.indexOf('{'));
  }

  /** What stands behind the last word, from its end to its beginning. */
  private static String behind(String pattern) {
    return new StringBuilder(pattern.substring(pattern.lastIndexOf('}') + 1)).reverse().toString();
  }

  private static boolean oneBegins(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }
}
