package io.vnetflowroutes.terminal;

import io.vnetflowroutes.config.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Checks the names of sources and destinations that a command line selects. */
public final class NameOptions {

  private NameOptions() {}

  /** A sentence for each name that the configuration does not know. */
  public static List<String> problems(
      Settings settings, Collection<String> sources, Collection<String> destinations) {
    List<String> problems = new ArrayList<>();
    unknown(settings, "source", sources, problems);
    unknown(settings, "destination", destinations, problems);
    return problems;
  }

  private static void unknown(
      Settings settings, String what, Collection<String> names, List<String> problems) {
    List<String> known =
        settings.groups("flowlogs." + what).stream().map(Settings.Group::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        problems.add(
            "--%s is '%s', but must be one of %s".formatted(what, name, String.join(", ", known)));
      }
    }
  }
}
