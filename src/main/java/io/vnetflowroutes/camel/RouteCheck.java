package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.routes.EditedRoutes;
import io.vnetflowroutes.routes.RouteFiles.Named;
import io.vnetflowroutes.routes.RoutePlace;
import io.vnetflowroutes.routes.RouteReferences;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, without connecting to anything, that the route files can run: everything that they name
 * exists.
 */
public final class RouteCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RouteCheck.class);

  /**
   * Matches what the sentences name: a bean, a method, a placeholder, a class, an executor, an
   * option.
   */
  private static final Pattern NAMED =
      Pattern.compile(": .*(?:'([^' ]+)'|Ref (\\S+)|with name: ([\\w-]+)|option ([\\w.-]+))");

  private static final Pattern ROUTE = Pattern.compile("The route '([^']+)'");

  private final IdleRoutes routes;
  private final List<String> destinations;

  public RouteCheck(IdleRoutes routes, List<String> destinations) {
    this.routes = routes;
    this.destinations = destinations;
  }

  /** Why the program cannot start, as the error that a verb throws. */
  public static UserError refusal(Settings settings, Exception error) {
    LOG.debug("The start failed", error);
    return error instanceof UserError refused
        ? refused
        : new UserError("", sentences(settings, error));
  }

  /**
   * Why the program cannot start, with file and line if a route file is wrong.
   *
   * @param error the exception of the start
   */
  static List<String> sentences(Settings settings, Exception error) {
    Set<String> found = Set.of();
    List<String> names = settings.names(DestinationKeys.GROUP);
    try (IdleRoutes routes = new IdleRoutes(settings)) {
      found = new RouteCheck(routes, names).problems();
    } catch (IOException | RuntimeException e) {
      LOG.debug("The route files cannot be looked at", e);
    }
    return found.isEmpty() ? List.of(StartProblem.sentence(error)) : List.copyOf(found);
  }

  /** Makes the routes, and returns their mistakes, one sentence each. */
  public Set<String> problems() {
    Exception error = null;
    try {
      routes.make();
    } catch (Exception e) {
      error = e;
    }
    Set<String> problems = new LinkedHashSet<>();
    String sentence = error == null ? null : StartProblem.sentence(error);
    if (sentence == null || ROUTE.matcher(sentence).find()) {
      missingBeans(problems);
    }
    if (sentence != null && problems.stream().noneMatch(isMeantBy(sentence))) {
      problems.add(placed(sentence));
    }
    if (error == null) {
      problems.addAll(
          RouteReferences.problems(routes.context(), routes.files(), routes.settings()));
    }
    return problems;
  }

  /** The shipped files that were edited, and where; one sentence each. */
  public List<String> edits() {
    return EditedRoutes.sentences(routes.files().shipped());
  }

  /** A summary of the routes, if they have no mistakes. */
  public String summary() {
    int own = routes.files().own().files().size();
    return "%d route files in '%s'%s make %d routes; all beans and placeholders are there"
        .formatted(
            routes.files().shipped().size(),
            routes.files().folder(),
            own == 0 ? "" : " and %d of your own".formatted(own),
            routes.context().getRouteDefinitions().size());
  }

  /** The same sentence with file and line, if it names something in a file. */
  private String placed(String sentence) {
    Matcher route = ROUTE.matcher(sentence);
    Matcher named = NAMED.matcher(sentence);
    if (!route.find()) {
      return sentence;
    }
    if (named.find()) {
      String word =
          Stream.of(1, 2, 3, 4).map(named::group).filter(Objects::nonNull).findFirst().orElse("");
      Optional<RoutePlace> place = place(word);
      if (place.isPresent()) {
        return place.get().wrong() + lowerCase(sentence);
      }
    }
    RouteDefinition definition = routes.context().getRouteDefinition(route.group(1));
    return definition == null || definition.getLocation() == null
        ? sentence
        : "The route file '%s' is wrong behind line %d: %s"
            .formatted(
                definition.getLocation().replaceFirst("^file:", ""),
                definition.getLineNumber(),
                lowerCase(sentence));
  }

  private Optional<RoutePlace> place(String word) {
    return routes.files().find(word).or(() -> routes.files().find(inTemplate(word)));
  }

  /** The name as a template spells it, {@code spool-{{name}}} for {@code spool-lake}. */
  private String inTemplate(String word) {
    return destinations.stream()
        .filter(name -> word.endsWith('-' + name))
        .findFirst()
        .map(name -> word.substring(0, word.length() - name.length()) + "{{name}}")
        .orElse(word);
  }

  private static String lowerCase(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private void missingBeans(Set<String> problems) {
    for (Named named : routes.files().beans()) {
      List<String> beans =
          named.bean().contains("{{name}}")
              ? destinations.stream().map(name -> named.bean().replace("{{name}}", name)).toList()
              : List.of(named.bean());
      for (String bean : beans) {
        if (routes.context().getRegistry().lookupByName(bean) == null) {
          problems.add(
              "%sthere is no bean '%s'; did you mean '%s'?"
                  .formatted(named.place().wrong(), bean, nearest(bean)));
        }
      }
    }
  }

  /** Whether a problem names the same bean as a sentence of Camel's does at its end. */
  private static Predicate<String> isMeantBy(String sentence) {
    return problem -> {
      String bean = problem.replaceFirst("(?s).*there is no bean '([^']*)'.*", "$1");
      return sentence.matches("(?s).*\\b" + Pattern.quote(bean) + "(?![\\w-]).*");
    };
  }

  private String nearest(String bean) {
    return Nearest.of(
        bean, routes.context().getRegistry().findByTypeWithName(Object.class).keySet());
  }
}
