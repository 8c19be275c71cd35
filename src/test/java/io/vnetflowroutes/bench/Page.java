package io.vnetflowroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of figures. A part that is measured again takes the place of its old self; the others
 * stay as they are.
 */
final class Page {

  /** Parts that this run has measured, by their headings. */
  private static final Map<String, List<String>> MEASURED = new LinkedHashMap<>();

  private final List<String> lines = new ArrayList<>();

  /** Begins a part. */
  Page(String title) {
    lines.add("## " + title);
    lines.add("");
  }

  /** A paragraph. */
  Page text(String text) {
    lines.add(text.strip());
    lines.add("");
    return this;
  }

  /** The head of a table. */
  Page table(String... head) {
    row(head);
    lines.add("|---".repeat(head.length) + '|');
    return this;
  }

  /** A row of it. */
  Page row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    System.out.println(lines.get(lines.size() - 1));
    return this;
  }

  /** Ends a table. */
  Page end() {
    lines.add("");
    return this;
  }

  /** Keeps the part for the page. */
  void write() throws IOException {
    lines.add(
        "Measured %s, %s."
            .formatted(LocalDate.now(ZoneOffset.UTC), fact("/proc/cpuinfo", "model name")));
    lines.add("");
    MEASURED.put(lines.get(0), lines);
  }

  /** Puts what was measured in its place on the page, or behind all that is there. */
  static void assemble(Path page) throws IOException {
    Map<String, List<String>> parts = parts(Files.readAllLines(page));
    parts.putAll(MEASURED);
    List<String> all = new ArrayList<>(head());
    parts.values().forEach(all::addAll);
    while (all.get(all.size() - 1).isEmpty()) {
      all.remove(all.size() - 1);
    }
    Files.write(page, all);
  }

  /** The parts of a page by their headings, in order, without what stands before the first. */
  private static Map<String, List<String>> parts(List<String> page) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> part = new ArrayList<>();
    for (String line : page) {
      if (line.startsWith("## ")) {
        part = new ArrayList<>();
        parts.put(line, part);
      }
      part.add(line);
    }
    // On the page, the last part ends without the line that is between two.
    part.add("");
    return parts;
  }

  private static List<String> head() throws IOException {
    return List.of(
        "# Benchmarks",
        "",
        "`./mvnw -Pbench verify` writes this page; `-Dbench.parts=flatten` measures one part again, of"
            + " `flatten`, `pipe`, `blobs`,",
        "`minute`, `discovery`, `memory`, `start`, `growth`, `lake`, `connect`, `workers`, `estate`. A figure is the median of its runs, with"
            + " the lowest and the highest.",
        "Values that are compared were measured in one run, in turns. Goals are the project's own;"
            + " [performance.md](performance.md) says which",
        "were missed, and explains the speed.",
        "",
        "- Machine: %d cores, %s GB of memory, %s; each part names its processor"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                memory(),
                System.getProperty("os.name")),
        "- Java %s (%s), unless a row names another"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
        "- Everything runs on this one machine: the program, its rivals, and the servers that they connect to.",
        "");
  }

  private static String memory() throws IOException {
    double kilobytes =
        Double.parseDouble(fact("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""));
    return String.format(Locale.ROOT, "%.0f", kilobytes / 1e6);
  }

  private static String fact(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
