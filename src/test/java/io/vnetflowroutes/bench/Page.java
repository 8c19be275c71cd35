package io.vnetflowroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The page of figures. Each part of it is kept under {@code target/bench}, so that one that is
 * measured again takes the place of its old self only.
 */
final class Page {

  private static final Path PARTS = Path.of("target", "bench");

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

  /** Keeps the part under a name that says its place. */
  void write(String name) throws IOException {
    Files.createDirectories(PARTS);
    lines.add("Measured " + LocalDate.now(ZoneOffset.UTC) + ".");
    lines.add("");
    Files.write(PARTS.resolve(name + ".md"), lines);
  }

  /** Puts the page together of all parts that there are. */
  static void assemble(Path page) throws IOException {
    List<String> all = new ArrayList<>(head());
    try (Stream<Path> parts = Files.list(PARTS)) {
      for (Path part : parts.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
        all.addAll(Files.readAllLines(part));
      }
    }
    while (all.get(all.size() - 1).isEmpty()) {
      all.remove(all.size() - 1);
    }
    Files.write(page, all);
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
        "- Machine: %s, %d cores, %s GB of memory, %s"
            .formatted(
                fact("/proc/cpuinfo", "model name"),
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
