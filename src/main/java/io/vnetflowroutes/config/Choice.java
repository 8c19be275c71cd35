package io.vnetflowroutes.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Defaults that depend on the value of another key of the same group.
 *
 * @param key the other key's name within the group
 * @param defaults a default for each of its values that have one
 */
public record Choice(String key, Map<String, String> defaults) {

  public Choice {
    defaults = Map.copyOf(defaults);
  }

  /** Each default with the values that lead to it, such as {@code type = loki, sumo}. */
  public Map<String, String> byDefault() {
    Map<String, String> byDefault = new LinkedHashMap<>();
    defaults.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getValue,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getKey, Collectors.joining(", "))))
        .forEach((value, choices) -> byDefault.put(value, key + " = " + choices));
    return byDefault;
  }
}
