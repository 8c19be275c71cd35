package io.vnetflowroutes.component;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;

/**
 * Reads the options of an endpoint. They are keys of the program in Camel's spelling: {@code
 * storage-account-url} of a source is {@code storageAccountUrl}.
 */
final class EndpointSettings {

  private static final List<Key<?>> OF_PROGRAM =
      Stream.concat(
              ReadSettings.KEYS.stream(),
              Stream.of(ProgramKeys.AUDIT_RETENTION, ProgramKeys.STATE, ProgramKeys.DEAD_LETTER))
          .toList();

  /** By each option the whole key that it stands for, given the name of the source. */
  private static final Map<String, UnaryOperator<String>> OPTIONS = options();

  private final Settings settings;
  private final String name;

  /**
   * @param name the name of the source
   * @param options by the names that {@link #isOption} knows; an empty value is no value
   * @throws ConfigurationException with all that is wrong
   */
  EndpointSettings(String name, Map<String, String> options) {
    this.name = name;
    Map<String, String> values = new TreeMap<>();
    // Otherwise there would be no source and no format if none of their options is set.
    values.put(SourceKeys.SUBSCRIPTION_ID.of(name), SourceKeys.SUBSCRIPTION_ID.defaultValue());
    values.put(DestinationKeys.FORMAT.of(name), DestinationKeys.FORMAT.defaultValue());
    options.forEach(
        (option, value) -> {
          if (!value.isBlank()) {
            values.put(OPTIONS.get(option).apply(name), value);
          }
        });
    SettingsReader reader =
        new SettingsReader(
            new Keys(List.of(OF_PROGRAM, SourceKeys.GROUP.all(), DestinationKeys.GROUP.all())));
    reader.properties(values);
    this.settings = reader.settings();
    List<String> problems = new ArrayList<>(reader.problems());
    if (problems.isEmpty()) {
      problems.addAll(SourceSettings.problems(settings));
      problems.addAll(problemsOf(settings.get(ProgramKeys.DEAD_LETTER), format()));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems.stream().map(this::asWritten).toList());
    }
  }

  private static Map<String, UnaryOperator<String>> options() {
    Map<String, UnaryOperator<String>> options =
        new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(name -> name));
    SourceKeys.GROUP.all().forEach(key -> options.put(option(key.shortName()), key::of));
    OF_PROGRAM.forEach(key -> options.put(option(key.shortName()), name -> key.name()));
    options.put(option(DestinationKeys.FORMAT.shortName()), DestinationKeys.FORMAT::of);
    return options;
  }

  private static String option(String key) {
    return StringHelper.dashToCamelCase(key);
  }

  private static List<String> problemsOf(String deadLetter, String format) {
    List<String> problems = new ArrayList<>();
    if (deadLetter.contains(":")) {
      problems.add(
          "%s is '%s', but must be a folder".formatted(ProgramKeys.DEAD_LETTER, deadLetter));
    }
    if (Formats.isWholeFile(format)) {
      problems.add("format is %s, but must be a format with one flow per line".formatted(format));
    }
    return problems;
  }

  /** A sentence with the options in the place of the keys; a longer key may begin with another. */
  private String asWritten(String problem) {
    String written = problem;
    for (Map.Entry<String, UnaryOperator<String>> option : OPTIONS.entrySet()) {
      written = written.replace(option.getValue().apply(name), option.getKey());
    }
    return written;
  }

  /** Whether there is an option of a name. */
  static boolean isOption(String name) {
    return OPTIONS.containsKey(name);
  }

  /** The names of all options. */
  static Set<String> names() {
    return OPTIONS.keySet();
  }

  Settings settings() {
    return settings;
  }

  /** The value of a key of the program. */
  <T> T get(Key<T> key) {
    return settings.get(key);
  }

  /** The name of the format. */
  String format() {
    return settings.groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.FORMAT);
  }
}
