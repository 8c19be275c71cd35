package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the shipped route files to the names that Java knows. */
final class RouteNamesTest {
  private static final String NAME = "{{name}}";
  private static final Pattern BEANS =
      Pattern.compile(
          "(?:ref|executorService|idempotentRepository|aggregationStrategy): *([^,}\\s]+(?:}})?)"
              + "|\\$\\{bean:(\\w+)");
  private static final Pattern CALLS =
      Pattern.compile(
          "ref: *\"?([^,}\\s\"]+(?:}})?)\"?,?\\s+method: *\"?(\\w+)|\\$\\{bean:(\\w+)\\?method=(\\w+)");
  private static final Pattern WORD = Pattern.compile("`([\\w/-]+)`");
  private static final Pattern VARIABLES = Pattern.compile("\\$\\{variable\\.(\\w+)");
  private static final Pattern HEADERS = Pattern.compile("(CamelFlowlogs\\w+)");

  private static final Set<String> CONSTANTS =
      Stream.of(RouteNames.class.getDeclaredFields())
          .filter(field -> Modifier.isPublic(field.getModifiers()))
          .map(RouteNamesTest::value)
          .collect(Collectors.toSet());

  @Test
  void beansOfTheRoutesAreThoseThatJavaBinds() throws IOException {
    Set<String> bound = new TreeSet<>(CONSTANTS);
    bound.add(RouteNames.destinationBean(NAME));
    bound.add(RouteNames.spoolBean(NAME));
    bound.add(RouteNames.attemptsBean(NAME));
    bound.add(RouteNames.attemptsBean("dead-letter"));
    assertThat(inRoutes(BEANS)).isNotEmpty().isSubsetOf(bound);
  }

  @Test
  void variablesOfTheRoutesAreThoseThatJavaKnows() throws IOException {
    assertThat(inRoutes(VARIABLES)).isNotEmpty().isSubsetOf(CONSTANTS);
  }

  @Test
  void headersOfTheRoutesAreThoseThatJavaSets() throws IOException {
    assertThat(inRoutes(HEADERS)).isNotEmpty().isSubsetOf(CONSTANTS);
  }

  /** A maintainer who finds a bean in a route finds its class in ARCHITECTURE.md. */
  @Test
  void thePageHasTheClassOfEachBean() throws IOException {
    Map<String, List<String>> classes = classesOfBeans();
    Set<String> inRoutes = inRoutes(BEANS);
    inRoutes.remove(RouteNames.attemptsBean("dead-letter"));
    inRoutes.addAll(Set.of(RouteNames.FILTERS, RouteNames.FLOW_CONVERTERS));
    assertThat(classes.keySet())
        .containsExactlyInAnyOrderElementsOf(
            inRoutes.stream().map(name -> name.replace(NAME, "NAME")).toList());
    Set<String> calls = inRoutes(CALLS);
    assertThat(calls).hasSizeGreaterThan(20);
    for (String call : calls) {
      String bean = call.replace(NAME, "NAME").replace("dead-letter", "NAME");
      String method = bean.substring(bean.indexOf('.') + 1);
      assertThat(classes.get(bean.substring(0, bean.indexOf('.'))))
          .as(call)
          .allSatisfy(
              name ->
                  assertThat(Class.forName("io.vnetflowroutes." + name).getMethods())
                      .extracting(Method::getName)
                      .contains(method));
    }
  }

  /** The table of ARCHITECTURE.md: names of beans, and the classes that are bound as them. */
  private static Map<String, List<String>> classesOfBeans() throws IOException {
    Map<String, List<String>> classes = new TreeMap<>();
    String page = Files.readString(Path.of("ARCHITECTURE.md"));
    String table = page.substring(page.indexOf("| bean of the routes |"));
    for (String row : table.substring(0, table.indexOf("\n\n")).lines().skip(2).toList()) {
      String[] cells = row.split("\\|", -1);
      List<String> named = words(cells[2]);
      words(cells[1]).forEach(name -> classes.put(name, named));
    }
    return classes;
  }

  private static List<String> words(String cell) {
    return WORD.matcher(cell).results().map(word -> word.group(1).replace('/', '.')).toList();
  }

  private static Set<String> inRoutes(Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml"))
          .map(RouteNamesTest::text)
          .flatMap(text -> pattern.matcher(text).results().map(RouteNamesTest::found))
          .map(name -> name.replace("\"", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The groups of a match that are there, with a dot between them. */
  private static String found(MatchResult match) {
    return IntStream.rangeClosed(1, match.groupCount())
        .mapToObj(match::group)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
