package io.vnetflowroutes.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;

/** The verbs in the help, in the order in which a new user needs them. */
final class VerbList {

  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("To set it up", List.of("check", "settings", "flow-logs", "try"));
    GROUPS.put("To extend it", List.of("add", "plugins", "remove"));
    GROUPS.put("To run it", List.of("run", "cache"));
    GROUPS.put("To see how it stands", List.of("top", "status", "audit"));
    GROUPS.put("To repair", List.of("backfill", "replay"));
    GROUPS.put("To move", List.of("state"));
  }

  private VerbList() {}

  /** One line a verb, under the headings of their groups; verbs of no group come last. */
  static String render(Help help) {
    StringBuilder text = new StringBuilder();
    Set<String> left = new LinkedHashSet<>(help.subcommands().keySet());
    GROUPS.forEach(
        (group, verbs) -> {
          List<String> present = verbs.stream().filter(left::remove).toList();
          list(text, group, present, help);
        });
    list(text, "And besides", List.copyOf(left), help);
    return text.toString();
  }

  private static void list(StringBuilder text, String group, List<String> verbs, Help help) {
    if (verbs.isEmpty()) {
      return;
    }
    text.append("%n%s:%n".formatted(group));
    for (String verb : verbs) {
      String[] description =
          help.subcommands().get(verb).commandSpec().usageMessage().description();
      text.append("  %-10s %s%n".formatted(verb, description.length == 0 ? "" : description[0]));
    }
  }
}
