package io.vnetflowroutes.routes;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks which destinations get allowed flows and which get denied flows, as far as settings and
 * routes show. One thread uses it, before the program starts.
 */
public final class Decisions {

  private static final List<Key<List<String>>> KEYS = List.of(ProgramKeys.ALLOW, ProgramKeys.DENY);

  private final Settings settings;
  private final List<String> destinations;

  public Decisions(Settings settings) {
    this.settings = settings;
    this.destinations = settings.names(DestinationKeys.GROUP);
  }

  /** The mistakes with which flows would be lost unnoticed; one sentence each. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Key<List<String>> key : KEYS) {
      if (!settings.has(key)) {
        problems.add(
            "%s is missing; name the destinations of %s flows, or set it to nothing to drop them"
                .formatted(key, flows(key)));
      }
      for (String name : settings.get(key)) {
        if (!Destinations.isRoute(name) && !destinations.contains(name)) {
          problems.add(
              "%s names '%s', but there is no %s; the destinations are %s"
                  .formatted(key, name, DestinationKeys.URI.of(name), destinations));
        }
      }
    }
    if (problems.isEmpty() && dropped().size() == KEYS.size() && namedByRoutes().isEmpty()) {
      problems.add(
          "%s and %s name no destination, and no route file does; set at least one"
              .formatted(ProgramKeys.ALLOW, ProgramKeys.DENY));
    }
    return problems;
  }

  /** Notes about settings that are intended, but have consequences. */
  public List<String> notes() {
    boolean byRoutes = !namedByRoutes().isEmpty();
    return dropped().stream()
        .map(
            key ->
                "%s is empty, so %s flows are %s"
                    .formatted(
                        key,
                        flows(key),
                        byRoutes ? "sent only where route files send them" : "dropped"))
        .toList();
  }

  /** The destinations that get nothing, as neither settings nor routes name them. */
  public List<String> warnings() {
    Set<String> named = namedByRoutes();
    KEYS.forEach(key -> named.addAll(settings.get(key)));
    return destinations.stream()
        .filter(name -> !named.contains(name))
        .map(
            name ->
                "The destination '%s' gets nothing: neither %s nor %s nor a route file names it"
                    .formatted(name, ProgramKeys.ALLOW, ProgramKeys.DENY))
        .toList();
  }

  private List<Key<List<String>>> dropped() {
    return KEYS.stream().filter(key -> settings.get(key).isEmpty()).toList();
  }

  private Set<String> namedByRoutes() {
    Set<String> named = new TreeSet<>();
    if (Files.isDirectory(settings.get(ProgramKeys.ROUTES))) {
      RouteFiles routes = RouteFiles.of(settings);
      destinations.stream()
          .filter(name -> routes.find("deliver-" + name).isPresent())
          .forEach(named::add);
    }
    return named;
  }

  private static String flows(Key<List<String>> key) {
    return key == ProgramKeys.ALLOW ? "allowed" : "denied";
  }
}
