package io.vnetflowroutes.it;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What arrived at one destination, flow by flow and in the order of arrival, compared with what was
 * to arrive. A flow that arrives again is put down to the kill that ended the run in which it
 * arrived before.
 */
final class Arrivals {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{20}-[0-9-]+)\"");

  private static final String COLUMNS = "%-12s %9s %10s %6s %11s %20s";

  private final String destination;
  private final Map<String, String> expected;
  private final Predicate<String> mayBeMissing;
  private final Map<String, Integer> lastRun = new HashMap<>();
  private final Map<Integer, Integer> repeatedAfterRun = new HashMap<>();
  private final List<String> altered = new ArrayList<>();
  private final List<String> repeatedWithoutKill = new ArrayList<>();
  private int all;

  /**
   * @param expected by id, the lines of the flows that are to arrive
   * @param mayBeMissing tells lines of flows that some settings in force leave out
   */
  Arrivals(String destination, Map<String, String> expected, Predicate<String> mayBeMissing) {
    this.destination = destination;
    this.expected = expected;
    this.mayBeMissing = mayBeMissing;
  }

  /** Takes the flows of a text, a line each, that arrived in a run of the program. */
  void add(int run, String text) {
    text.lines().forEach(line -> addLine(run, line));
  }

  private void addLine(int run, String line) {
    if (!line.equals(expected.get(id(line)))) {
      altered.add(line);
    }
    addFlow(run, id(line), line);
  }

  /** Takes the flows of a text in any format that arrived in a run of the program. */
  void addAnyFormat(int run, String text) {
    Matcher id = ID.matcher(text);
    int before = all;
    while (id.find()) {
      addFlow(run, id.group(1), id.group());
      if (!expected.containsKey(id.group(1))) {
        altered.add(id.group());
      }
    }
    if (all == before) {
      altered.add(text);
    }
  }

  private void addFlow(int run, String id, String line) {
    all++;
    Integer before = lastRun.put(id, run);
    if (before != null && before == run) {
      repeatedWithoutKill.add(line);
    } else if (before != null) {
      repeatedAfterRun.merge(before, 1, Integer::sum);
    }
  }

  /** What is wrong, whatever was killed when: a sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    report(problems, lost(), "flows are lost");
    report(problems, altered, "flows are not what was sent");
    report(problems, repeatedWithoutKill, "flows arrived again without a kill");
    return problems;
  }

  private void report(List<String> problems, List<String> flows, String what) {
    if (!flows.isEmpty()) {
      problems.add(destination + ": " + flows.size() + ' ' + what + ", such as " + flows.get(0));
    }
  }

  private List<String> lost() {
    return expected.entrySet().stream()
        .filter(flow -> !lastRun.containsKey(flow.getKey()))
        .filter(flow -> !mayBeMissing.test(flow.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** How many lines arrived of flows that had arrived before. */
  int duplicates() {
    return all - lastRun.size();
  }

  /** How many flows arrived again because of one kill, at most. */
  int mostDuplicatesOfAKill() {
    return repeatedAfterRun.isEmpty() ? 0 : Collections.max(repeatedAfterRun.values());
  }

  /** The line of the table. */
  String row() {
    return COLUMNS.formatted(
        destination,
        expected.size(),
        lastRun.size(),
        lost().size(),
        duplicates(),
        mostDuplicatesOfAKill());
  }

  /** The heading of the table. */
  static String heading() {
    return COLUMNS.formatted(
        "destination", "flows", "delivered", "lost", "duplicates", "most after one kill");
  }

  /** The lines of all finished files below a folder, by the id of their flow. */
  static Map<String, String> linesById(Path folder) {
    Map<String, String> lines = new HashMap<>();
    for (Path file : Flows.files(folder)) {
      text(file)
          .lines()
          .forEach(
              line -> {
                if (lines.put(id(line), line) != null) {
                  throw new IllegalStateException("Two flows have one id: " + line);
                }
              });
    }
    return lines;
  }

  /** The text of a file, unpacked where it ends in {@code .gz} or {@code .zst}. */
  static String text(Path file) {
    String name = file.toString();
    try (InputStream bytes = Files.newInputStream(file);
        InputStream text =
            name.endsWith(".gz")
                ? new GZIPInputStream(bytes)
                : name.endsWith(".zst") ? new ZstdInputStream(bytes) : bytes) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The id of a flow in a line of the flat format. */
  static String id(String line) {
    Matcher id = ID.matcher(line);
    return id.find() ? id.group(1) : line;
  }
}
