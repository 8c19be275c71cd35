package io.vnetflowroutes.camel;

import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.LoginError;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;

/** Why Camel could not start, in the user's words: a route file, a URI, or an option of Camel. */
public final class StartProblem {

  private static final Pattern IN_FILE =
      Pattern.compile("^ in (?:file:)?(.+), line (\\d+), column (\\d+):?$", Pattern.MULTILINE);
  private static final Pattern UNKNOWN_OPTIONS =
      Pattern.compile("Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("Property with key \\[([^\\]]+)]");

  /** The route that sends to {@code flowlogs.dead-letter}, and to nothing else. */
  private static final String LETTER_ROUTE = "letter";

  private StartProblem() {}

  /** The sentence for an error at the start. */
  public static String sentence(Throwable error) {
    String route = null;
    for (Throwable cause : Causes.of(error).toList()) {
      String message = String.valueOf(cause.getMessage());
      if (IN_FILE.matcher(message).find()) {
        return inFile(message);
      }
      if (cause instanceof FailedToCreateRouteException failed) {
        route = failed.getRouteId();
      } else if (cause instanceof FailedToStartRouteException failed) {
        route = failed.getRouteId();
      } else if (cause instanceof PropertyBindingException binding) {
        return option(binding);
      }
    }
    if (LETTER_ROUTE.equals(route) && Causes.has(error, ResolveEndpointFailedException.class)) {
      route = RouteNames.SEND + DeadLetters.NAME;
    }
    Throwable root = Causes.root(error);
    String reason =
        LoginError.sentence(error).orElseGet(() -> reason(root, String.valueOf(root.getMessage())));
    return route == null ? reason : place(route) + reason;
  }

  /** The parser's texts, behind the last place that they point to. */
  private static String inFile(String message) {
    String place = "";
    Matcher in = IN_FILE.matcher(message);
    while (in.find()) {
      place =
          "The route file '%s' is wrong at line %s, column %s: "
              .formatted(in.group(1), in.group(2), in.group(3));
    }
    return place
        + message
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith(" "))
            .collect(Collectors.joining(", "));
  }

  private static String option(PropertyBindingException binding) {
    String name =
        binding.getOptionPrefix() == null || binding.getOptionKey() == null
            ? binding.getPropertyName()
            : binding.getOptionPrefix().replaceFirst("\\.$", "") + '.' + binding.getOptionKey();
    return binding.getCause() == null
        ? name + " is not an option of Camel"
        : name + " has a value that Camel does not take";
  }

  private static String place(String route) {
    if (route.equals(RouteNames.SEND + DeadLetters.NAME)) {
      return ProgramKeys.DEAD_LETTER + " is wrong: ";
    }
    return route.startsWith(RouteNames.SEND)
        ? DestinationKeys.URI.of(route.substring(RouteNames.SEND.length())) + " is wrong: "
        : "The route '" + route + "' cannot be made: ";
  }

  private static String reason(Throwable cause, String message) {
    if (cause instanceof NoSuchEndpointException missing) {
      String scheme = missing.getUri().replaceFirst(":.*", "");
      String lower = scheme.toLowerCase(Locale.ROOT);
      if (!lower.equals(scheme)) {
        return "there is no Camel component '%s'; their names are in lower case: '%s'"
            .formatted(scheme, lower);
      }
      return "there is no Camel component '%1$s' on the class path; if it is one of Camel's, ./flowlogs add camel-%1$s fetches it"
          .formatted(scheme);
    }
    if (cause instanceof NoSuchBeanException missing) {
      return "there is no bean '" + missing.getName() + "'";
    }
    if (cause instanceof MethodNotFoundException missing) {
      return "its bean has no method '" + missing.getMethodName().replaceFirst("\\(.*", "") + "'";
    }
    if (cause instanceof ClassNotFoundException) {
      return "there is no class '" + message + "'";
    }
    Matcher placeholder = PLACEHOLDER.matcher(message);
    if (placeholder.find()) {
      return "nothing is set for the placeholder '" + placeholder.group(1) + "'";
    }
    Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
    if (unknown.find()) {
      String names = unknown.group(1).replaceAll("=[^,]*", "");
      return "its component has no option " + names;
    }
    return message.lines().findFirst().orElse("").replaceFirst("^.* (due to|because): ", "");
  }
}
