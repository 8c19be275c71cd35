package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the shipped route files to the names that Java knows. */
final class RouteNamesTest {
  private static final String NAME = "{{name}}";
  private static final Pattern BEANS =
      Pattern.compile(
          "(?:ref|executorService|idempotentRepository|aggregationStrategy): *([^,}\\s]+(?:}})?)"
              + "|\\$\\{bean:(\\w+)");
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

  private static String found(MatchResult match) {
    String first = match.group(1);
    return first == null ? match.group(match.groupCount()) : first;
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
