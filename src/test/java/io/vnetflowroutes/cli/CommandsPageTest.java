package io.vnetflowroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Holds what docs/commands.md and the README say of all verbs to their options. */
final class CommandsPageTest {

  private static final Path PAGE = Path.of("docs/commands.md");

  /** A verb, or the deepest of its own verbs. */
  private static CommandSpec spec(Class<?> verb) {
    CommandSpec spec = new CommandLine(verb).getCommandSpec();
    return spec.subcommands().isEmpty()
        ? spec
        : spec.subcommands().values().iterator().next().getCommandSpec();
  }

  private static Set<String> verbs(String option, boolean has) {
    return Main.VERBS.stream()
        .filter(verb -> spec(verb).optionsMap().containsKey(option) == has)
        .map(verb -> new CommandLine(verb).getCommandName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(Path page, String sentence) throws IOException {
    Matcher found =
        Pattern.compile(sentence).matcher(Files.readString(page).replaceAll("\\s+", " "));
    assertThat(found.find()).as(sentence).isTrue();
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("`([a-z-]+)`").matcher(found.group(1));
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  @Test
  void thePageNamesTheVerbsWithoutAConfiguration() throws IOException {
    Set<String> without = named(PAGE, "All verbs except (.*?) take `--config FILE`");
    assertThat(without).isEqualTo(verbs("--config", false)).isEqualTo(verbs("--set", false));
  }

  @Test
  void thePageNamesTheVerbsWithJson() throws IOException {
    assertThat(named(PAGE, "with ([^.]*), `--json` makes them")).isEqualTo(verbs("--json", true));
  }

  @Test
  void thePageHasASectionForEachVerbThatItDoesNotLeaveToAnother() throws IOException {
    String headings =
        Files.readString(PAGE)
            .lines()
            .filter(line -> line.startsWith("## "))
            .collect(Collectors.joining(", "));
    Set<String> elsewhere = Set.of("check", "settings", "cache", "replay");
    for (Class<?> verb : Main.VERBS) {
      String name = new CommandLine(verb).getCommandName();
      if (!elsewhere.contains(name)) {
        assertThat(headings).containsPattern("\\b" + name + "\\b");
      }
    }
  }
}
