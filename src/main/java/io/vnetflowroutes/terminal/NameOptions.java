package io.vnetflowroutes.terminal;

import io.vnetflowroutes.config.KeyGroup;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.SourceKeys;
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
    unknown(settings, "source", SourceKeys.GROUP, sources, problems);
    unknown(settings, "destination", DestinationKeys.GROUP, destinations, problems);
    return problems;
  }

  private static void unknown(
      Settings settings,
      String what,
      KeyGroup<?> group,
      Collection<String> names,
      List<String> problems) {
    List<String> known = settings.names(group);
    if (known.isEmpty()) {
      return; // a program that receives a topic has no sources, but its batches do
    }
    for (String name : names) {
      if (!known.contains(name)) {
        problems.add(
            "--%s is '%s', but must be one of %s".formatted(what, name, String.join(", ", known)));
      }
    }
  }
}
