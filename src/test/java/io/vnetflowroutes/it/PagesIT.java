package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the pages in a checkout, in the order in which a reader meets them, and
 * compares what they print with what the pages show.
 */
final class PagesIT {
  private static final Pattern BLOCK = Pattern.compile("(?s)```\\n(\\$ .*?)```");

  /** The blob of the sample that docs/commands.md calls {@code PT1H.json}. */
  private static final long SIZE_OF_TRIED = 29_748;

  @TempDir Path dir;

  @BeforeEach
  void checkOut() throws IOException {
    Program.cloneInto(dir, "sample", "routes");
    String settings = Files.readString(Path.of("application.properties"));
    assertThat(settings).contains("\ncamel.management.port = 9876\n");
    // Other programs may run beside this test.
    Files.writeString(
        dir.resolve("application.properties"), settings.replace("9876", "" + Ports.free()));
    try (Stream<Path> sample = Files.walk(dir.resolve("sample"))) {
      Path tried =
          sample.filter(file -> file.toFile().length() == SIZE_OF_TRIED).findFirst().orElseThrow();
      Files.copy(tried, dir.resolve("PT1H.json"));
    }
  }

  @Test
  void everyCommandPrintsWhatThePageShows() throws Exception {
    // The page that checks shows folders that are not there yet.
    assertRuns("docs/operations.md", 1);
    assertRuns("README.md", 3);
    assertRuns("docs/commands.md", 6);
    assertRuns("docs/plugins.md", 3);
  }

  private void assertRuns(String page, int commands) throws Exception {
    Map<String, String> shown = new HashMap<>();
    List<String> order = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of(page)));
    while (block.find()) {
      for (String part : block.group(1).split("(?m)^\\$ ", -1)) {
        if (!part.isEmpty()) {
          int end = part.indexOf('\n');
          order.add(part.substring(0, end));
          shown.put(part.substring(0, end), part.substring(end + 1));
        }
      }
    }
    assertThat(order).as(page).hasSize(commands);
    for (String command : order) {
      assertThat(lines(run(command)))
          .as("%s: $ %s", page, command)
          .zipSatisfy(
              lines(shown.get(command)),
              (line, promised) -> {
                if (promised.endsWith("...")) {
                  assertThat(line).startsWith(promised.substring(0, promised.length() - 3).trim());
                } else {
                  assertThat(line).isEqualTo(promised);
                }
              });
    }
  }

  /** Whatever the exit code: some of the pages' commands find what is wrong. */
  private String run(String command) throws Exception {
    return Command.run(
        dir,
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        List.of("sh", "-c", "{ " + command + "; } 2>&1; true"));
  }

  /** Without what is another at each run: times, ages, lag, rates, free space, progress, widths. */
  private List<String> lines(String text) {
    return text.replace(dir.toString(), "/srv/flowlogs")
        .lines()
        .filter(line -> !line.matches("flowlogs: building .*|.*Picked up .*|\\s*\\d?\\d %.*"))
        .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z INFO", "TIME INFO"))
        .map(line -> line.replaceFirst("(sample) +\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z", "$1 HOUR"))
        .map(line -> line.replaceAll("\\b[\\d,]+ (ms|s|min|h|days?)\\b", "AGE"))
        .map(line -> line.replaceAll("\\b[\\d,]+/s", "RATE"))
        .map(line -> line.replaceAll("[\\d.,]+ [GT]B are free", "SPACE are free"))
        .map(line -> line.replaceFirst("\\d+ allowed and \\d+ denied flows", "FLOWS"))
        .map(line -> line.replaceAll("port \\d+", "port PORT"))
        .map(line -> line.replaceAll(" +", " ").trim())
        .map(line -> line.replaceFirst("^(sample HOUR) (none|AGE)", "$1 LAG"))
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
