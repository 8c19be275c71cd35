package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which destinations get allowed and which get denied flows, as far as settings and routes tell.
 */
final class Decisions {

  private static final List<String> WORDS = List.of("allow", "deny");

  private final Settings settings;
  private final List<String> destinations;

  Decisions(Settings settings) {
    this.settings = settings;
    this.destinations =
        settings.groups("flowlogs.destination").stream().map(Settings.Group::name).toList();
  }

  /** What is wrong, so that flows would be lost unnoticed; one sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String word : WORDS) {
      if (!settings.has(key(word))) {
        problems.add(
            "%s is missing; name the destinations of %s flows, or set it to nothing to drop them"
                .formatted(key(word), flows(word)));
      }
      for (String name : settings.names(key(word))) {
        if (!destinations.contains(name)) {
          problems.add(
              "%s names '%s', but there is no flowlogs.destination.%s.uri; the destinations are %s"
                  .formatted(key(word), name, name, destinations));
        }
      }
    }
    if (problems.isEmpty() && dropped().size() == WORDS.size() && namedByRoutes().isEmpty()) {
      problems.add(
          "flowlogs.allow and flowlogs.deny name no destination, and no route file does; set at"
              + " least one");
    }
    return problems;
  }

  /** What is as it was asked for, but should not go unsaid. */
  List<String> notes() {
    boolean byRoutes = !namedByRoutes().isEmpty();
    return dropped().stream()
        .map(
            word ->
                "%s is empty, so %s flows are %s"
                    .formatted(
                        key(word),
                        flows(word),
                        byRoutes ? "sent only where route files send them" : "dropped"))
        .toList();
  }

  /** The destinations that get nothing, as neither settings nor routes name them. */
  List<String> warnings() {
    Set<String> named = namedByRoutes();
    WORDS.forEach(word -> named.addAll(settings.names(key(word))));
    return destinations.stream()
        .filter(name -> !named.contains(name))
        .map(
            name ->
                ("The destination '%s' gets nothing: neither flowlogs.allow nor flowlogs.deny nor a"
                        + " route file names it")
                    .formatted(name))
        .toList();
  }

  private List<String> dropped() {
    return WORDS.stream().filter(word -> settings.names(key(word)).isEmpty()).toList();
  }

  private Set<String> namedByRoutes() {
    Path folder = Path.of(settings.text("flowlogs.routes"));
    Set<String> named = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      RouteFiles routes = new RouteFiles(folder);
      destinations.stream()
          .filter(name -> routes.find("deliver-" + name).isPresent())
          .forEach(named::add);
    }
    return named;
  }

  private static String key(String word) {
    return "flowlogs." + word;
  }

  private static String flows(String word) {
    return word.equals("allow") ? "allowed" : "denied";
  }
}
