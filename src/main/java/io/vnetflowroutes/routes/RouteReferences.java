package io.vnetflowroutes.routes;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.settings.ProgramKeys;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * The references in routes that Camel checks only when the first flow arrives: the routes that they
 * send to, fields of flows, conditions of filters, and methods in expressions.
 */
public final class RouteReferences {

  private static final Pattern RECIPIENT =
      Pattern.compile("\\b(?:direct|seda):(?://)?[\\w.-]++(?![$}{])");
  private static final Pattern WHERE = Pattern.compile("\\bwhere\\(\\s*(['\"])([^'\"$]*)\\1");
  private static final Pattern FILTER =
      Pattern.compile(
          "\\b(?:drop|keep)\\([^,'\"]*,\\s*(['\"])([^'\"$]*)\\1\\s*,\\s*(['\"])([^'\"$]*)\\3");
  private static final Pattern SAMPLE =
      Pattern.compile("\\bsample\\([^,]*,\\s*(-?\\d{1,9})\\s*\\)");
  private static final Pattern BEAN =
      Pattern.compile("\\$\\{bean:([\\w-]+)(?:\\?method=|\\.|::)([\\w]+)");

  private final ModelCamelContext context;
  private final RouteFiles files;
  private final Set<String> problems = new LinkedHashSet<>();
  private RouteDefinition route;

  private RouteReferences(ModelCamelContext context, RouteFiles files) {
    this.context = context;
    this.files = files;
  }

  /** The mistakes, one sentence each with file and line. */
  public static Set<String> problems(
      ModelCamelContext context, RouteFiles files, Settings settings) {
    RouteReferences references = new RouteReferences(context, files);
    references.look(settings);
    return references.problems;
  }

  private void look(Settings settings) {
    Set<String> inputs = inputs();
    for (Key<List<String>> key : List.of(ProgramKeys.ALLOW, ProgramKeys.DENY)) {
      settings.get(key).stream()
          .filter(name -> Destinations.isRoute(name) && !inputs.contains(name))
          .forEach(
              name ->
                  problems.add("%s names '%s', but no route listens there".formatted(key, name)));
    }
    for (RouteDefinition sending : context.getRouteDefinitions()) {
      route = sending;
      for (ProcessorDefinition<?> step : steps(sending)) {
        recipients(step).forEach(uri -> recipient(step, uri, inputs));
        texts(step).forEach(text -> calls(step, text));
      }
    }
  }

  /** Where routes listen; of two at one {@code direct:}, the program would start neither. */
  private Set<String> inputs() {
    Map<String, RouteDefinition> inputs = new TreeMap<>();
    for (RouteDefinition listening : context.getRouteDefinitions()) {
      route = listening;
      String uri = resolved(listening.getInput().getEndpointUri());
      RouteDefinition first = inputs.putIfAbsent(uri, listening);
      if (first != null && uri.startsWith("direct:")) {
        boolean own = files.isOwn(file(listening));
        RouteDefinition other = own ? first : listening;
        route = own ? listening : first;
        wrong(
            route,
            uri,
            "another route listens at %s, %s"
                .formatted(
                    uri,
                    other.getLocation() == null
                        ? "made of a template"
                        : "behind line %d of '%s'".formatted(other.getLineNumber(), file(other))));
      }
    }
    return inputs.keySet();
  }

  private static String file(LineNumberAware place) {
    return String.valueOf(place.getLocation()).replaceFirst("^file:", "");
  }

  private static Collection<ProcessorDefinition<?>> steps(RouteDefinition route) {
    List<ProcessorDefinition<?>> steps = new ArrayList<>();
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), ProcessorDefinition.class)) {
      steps.add(step);
    }
    return steps;
  }

  /** The texts of a step that name whom it sends to. */
  private static List<String> recipients(ProcessorDefinition<?> step) {
    if (step instanceof ToDefinition to) {
      return List.of(to.getEndpointUri());
    }
    if (step instanceof ToDynamicDefinition to) {
      return to.getUri() == null ? List.of() : List.of(to.getUri());
    }
    return step instanceof RecipientListDefinition
            || step instanceof RoutingSlipDefinition
            || step instanceof EnrichDefinition
        ? texts(step)
        : List.of();
  }

  /**
   * The texts of a step that are computed with, a call of a bean as {@code ${bean:NAME.METHOD}}.
   */
  private static List<String> texts(ProcessorDefinition<?> step) {
    if (step instanceof BeanDefinition bean) {
      return bean.getRef() == null || bean.getMethod() == null
          ? List.of()
          : List.of("${bean:" + bean.getRef() + '.' + bean.getMethod() + '}');
    }
    if (step instanceof ToDynamicDefinition to) {
      return to.getUri() == null ? List.of() : List.of(to.getUri());
    }
    if (step instanceof ChoiceDefinition choice) {
      return choice.getWhenClauses().stream()
          .map(WhenDefinition::getExpression)
          .map(RouteReferences::text)
          .toList();
    }
    return step instanceof ExpressionNode node && node.getExpression() != null
        ? List.of(text(node.getExpression()))
        : List.of();
  }

  private static String text(ExpressionDefinition expression) {
    if (expression instanceof MethodCallExpression call) {
      return "${bean:" + call.getRef() + '.' + call.getMethod() + '}';
    }
    return String.valueOf(expression.getExpression());
  }

  private void recipient(ProcessorDefinition<?> step, String text, Set<String> inputs) {
    Matcher recipient = RECIPIENT.matcher(resolved(text));
    while (recipient.find()) {
      String uri = recipient.group().replace("://", ":");
      if (!inputs.contains(uri)) {
        wrong(step, uri, "no route listens at " + uri);
      }
    }
  }

  private void calls(ProcessorDefinition<?> step, String text) {
    Matcher where = WHERE.matcher(text);
    while (where.find()) {
      String field = where.group(2);
      accepted(step, field, () -> TupleField.named(field));
    }
    if (text.contains("bean:filters")) {
      Matcher filter = FILTER.matcher(text);
      while (filter.find()) {
        String condition = filter.group(2);
        String values = filter.group(4);
        accepted(step, condition, () -> Filter.dropping(Condition.named(condition), values));
      }
      Matcher sample = SAMPLE.matcher(text);
      while (sample.find()) {
        int oneIn = Integer.parseInt(sample.group(1));
        accepted(step, "sample", () -> Filter.sampling(oneIn));
      }
    }
    Matcher bean = BEAN.matcher(resolved(text));
    while (bean.find()) {
      method(step, bean.group(1), bean.group(2));
    }
  }

  private void accepted(ProcessorDefinition<?> step, String word, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      wrong(step, word, e.getMessage());
    }
  }

  /** Another check reports a missing bean. */
  private void method(ProcessorDefinition<?> step, String bean, String method) {
    Object target = context.getRegistry().lookupByName(bean);
    if (target != null) {
      Set<String> methods =
          Arrays.stream(target.getClass().getMethods())
              .map(Method::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!methods.contains(method)) {
        wrong(
            step,
            method,
            "the bean '%s' has no method '%s'; did you mean '%s'?"
                .formatted(bean, method, Nearest.of(method, methods)));
      }
    }
  }

  /** The line of a word at or behind where its step begins, or that line. */
  private void wrong(ProcessorDefinition<?> step, String word, String reason) {
    LineNumberAware place = step.getLineNumber() > 0 ? step : route;
    String file = file(place);
    int line = files.lineOf(word, file, place.getLineNumber()).orElse(place.getLineNumber());
    problems.add("The route file '%s' is wrong at line %d: %s".formatted(file, line, reason));
  }

  private String resolved(String uri) {
    String text = uri;
    if (route.getTemplateParameters() != null) {
      for (var parameter : route.getTemplateParameters().entrySet()) {
        text = text.replace("{{" + parameter.getKey() + "}}", "" + parameter.getValue());
      }
    }
    try {
      text = context.resolvePropertyPlaceholders(text);
    } catch (IllegalArgumentException e) {
      return text; // Camel says which placeholder it is.
    }
    return text.matches("(?s)(direct|seda):.*")
        ? text.replaceFirst("\\?.*", "").replace("://", ":")
        : text;
  }
}
