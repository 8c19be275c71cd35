package io.vnetflowroutes.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.main.Main;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds keys that begin like Camel's, with a group that only almost exists. Camel ignores them, so
 * {@code camel.managment.enabled} would leave the program without health checks.
 */
final class CamelGroups {

  private static final String PREFIX = "camel.";
  private static final int FEW_LETTERS = 2;
  private static final String METADATA = "/META-INF/camel-main-configuration-metadata.json";

  /** The groups that Camel binds although its metadata does not list them. */
  private static final Set<String> MORE =
      Set.of("component", "dataformat", "language", "beans", "variable", "routetemplate");

  /** The groups that nearly every configuration has; it takes a moment to load the others. */
  private static final Set<String> USUAL = Set.of("main", "management", "component", "health");

  private CamelGroups() {}

  /** One sentence for each key with a misspelled group. */
  static List<String> problems(Collection<String> keys) {
    List<String> problems = new ArrayList<>();
    Set<String> groups = null;
    for (String key : new TreeSet<>(keys)) {
      String lower = key.toLowerCase(Locale.ROOT);
      int end = lower.indexOf('.', PREFIX.length());
      if (!lower.startsWith(PREFIX) || end < 0) {
        continue;
      }
      String group = lower.substring(PREFIX.length(), end).replace("-", "");
      if (USUAL.contains(group)) {
        continue;
      }
      groups = groups == null ? groups() : groups;
      if (!groups.contains(group)) {
        String rest = key.substring(end);
        groups.stream()
            .filter(known -> distance(group, known) <= FEW_LETTERS)
            .findFirst()
            .ifPresent(
                meant ->
                    problems.add(
                        "%s is not a key of Camel; did you mean %s%s%s?"
                            .formatted(key, PREFIX, meant, rest)));
      }
    }
    return problems;
  }

  private static int distance(String one, String other) {
    return LevenshteinDistance.getDefaultInstance().apply(one, other);
  }

  private static Set<String> groups() {
    Set<String> groups = new TreeSet<>(MORE);
    try (InputStream metadata = Main.class.getResourceAsStream(METADATA)) {
      for (JsonNode group : new ObjectMapper().readTree(metadata).path("groups")) {
        String name = group.path("name").asText().toLowerCase(Locale.ROOT);
        groups.add(name.substring(PREFIX.length()).replaceFirst("\\..*", "").replace("-", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups;
  }
}
