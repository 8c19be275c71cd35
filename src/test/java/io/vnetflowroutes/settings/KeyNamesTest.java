package io.vnetflowroutes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.connect.FlowLogsSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** Proves that code names keys by their declarations, and that sentences name keys that exist. */
class KeyNamesTest {

  private static final Path MAIN = Path.of("src/main/java/io/vnetflowroutes");

  /** Names of metrics and of fields in log lines begin alike; two files declare prefixes. */
  private static final Pattern NOT_KEYS =
      Pattern.compile(
          "telemetry/(Metrics|ScrapedRegistry)\\.java|logging/EcsLine\\.java"
              + "|settings/(Source|Destination)Keys\\.java");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

  /** Files and a system property have the same beginning. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?<![\\w./'-])flowlogs\\.(?!(?:jar|jsa|aot|db|home)\\b)[a-z][a-z-]*(?:\\.[a-z*][a-z-]*)*");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !NOT_KEYS.matcher(MAIN.relativize(file).toString()).matches())
          .toList();
    }
  }

  @Test
  void noLiteralIsAKey() throws IOException {
    Keys keys = Configuration.keys();
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      Matcher literal = LITERAL.matcher(Files.readString(file));
      while (literal.find()) {
        String text = literal.group(1);
        if (text.startsWith("flowlogs.") && !keys.meantBy(text).isEmpty()) {
          found.add(file + ": " + text);
        }
      }
    }
    assertThat(found).as("a key that is named by a literal instead of its declaration").isEmpty();
  }

  @Test
  void everyKeyThatASentenceNamesExists() throws IOException {
    Keys keys = Configuration.keys();
    ConfigDef connector = new FlowLogsSourceConnector().config();
    Set<String> ofConnector = new HashSet<>(connector.names());
    // Topics have names like keys.
    connector.defaultValues().values().stream().map(String::valueOf).forEach(ofConnector::add);
    List<String> unknown = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (Path file : sources()) {
      Matcher literal = LITERAL.matcher(Files.readString(file));
      while (literal.find()) {
        Matcher key = KEY.matcher(literal.group(1));
        while (key.find()) {
          boolean declared =
              !keys.meantBy(key.group()).isEmpty() || ofConnector.contains(key.group());
          (declared ? known : unknown).add(file + ": " + key.group());
        }
      }
    }
    assertThat(unknown).as("a sentence that names a key which does not exist").isEmpty();
    assertThat(known).hasSizeGreaterThan(10);
  }
}
