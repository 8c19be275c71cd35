package io.vnetflowroutes.deliver;

import io.vnetflowroutes.message.RouteNames;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Knows which destinations get allowed flows and which get denied flows. The routes ask it, from
 * any thread.
 */
public final class Destinations {

  private final String allow;
  private final String deny;

  /**
   * @param allow names of destinations of allowed flows
   * @param deny names of destinations of denied flows
   */
  public Destinations(List<String> allow, List<String> deny) {
    this.allow = routes(allow);
    this.deny = routes(deny);
  }

  /** The routes of the destinations of allowed flows, as Camel's recipient list reads them. */
  public String allow() {
    return allow;
  }

  /** The routes of the destinations of denied flows. */
  public String deny() {
    return deny;
  }

  /** Whether a name in the settings is a route of the user's, and no destination. */
  public static boolean isRoute(String name) {
    return name.startsWith("direct:");
  }

  private static String routes(List<String> names) {
    return names.stream()
        .map(name -> isRoute(name) ? name : RouteNames.deliver(name))
        .collect(Collectors.joining(","));
  }
}
