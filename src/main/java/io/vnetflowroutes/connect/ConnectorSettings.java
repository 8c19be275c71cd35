package io.vnetflowroutes.connect;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.settings.ConnectionSettings;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FilterSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a connector's configuration says. Its keys are those of the program: of a source and of a
 * destination without their names, as a connector has one of each. The source has the connector's
 * name.
 */
final class ConnectorSettings {

  /** The connector's own name, among Connect's keys. */
  static final String NAME = "name";

  private static final String KEY_CONVERTER = "key.converter";
  private static final String VALUE_CONVERTER = "value.converter";
  private static final String TEXT_CONVERTER = "StringConverter";
  private static final String BYTES_CONVERTER = "ByteArrayConverter";

  /** Keys of the program that a task needs, too. */
  private static final List<Key<?>> OF_PROGRAM =
      Stream.concat(
              ReadSettings.KEYS.stream(),
              Stream.of(
                  ProgramKeys.TRUSTED_CERTIFICATES,
                  ProgramKeys.NETWORKS,
                  ProgramKeys.OWN_NETWORKS,
                  ProgramKeys.GEO,
                  ProgramKeys.SERVICE_TAGS))
          .toList();

  /** Tasks are many, so each has fewer readers than the program. */
  private static final Map<Key<?>, String> OTHER_DEFAULTS = Map.of(ProgramKeys.READERS, "4");

  /** A key as it is written here. */
  record Known(String name, Key<?> key, Function<String, String> inside) {

    /** Whether it is about what is made of flows, as a destination's is. */
    boolean ofDestination() {
      return DestinationKeys.GROUP.all().contains(key);
    }

    String defaultValue() {
      return OTHER_DEFAULTS.getOrDefault(key, key.defaultValue());
    }
  }

  private static final Map<String, Known> KNOWN = known();

  private final String name;
  private final Settings settings;
  private final List<String> problems = new ArrayList<>();

  ConnectorSettings(Map<String, String> configuration) {
    this.name = groupName(configuration.getOrDefault(NAME, ""));
    SettingsReader reader =
        new SettingsReader(
            new Keys(
                List.of(
                    OF_PROGRAM,
                    SourceKeys.GROUP.all(),
                    List.copyOf(ofDestination()),
                    ConnectorKeys.all())));
    Map<String, String> inside = new TreeMap<>();
    // Or there would be no source and no flows if none of their keys is set.
    inside.put(SourceKeys.SUBSCRIPTION_ID.of(name), SourceKeys.SUBSCRIPTION_ID.defaultValue());
    inside.put(DestinationKeys.FORMAT.of(name), DestinationKeys.FORMAT.defaultValue());
    new TreeMap<>(configuration)
        .forEach(
            (key, value) -> {
              if (key.startsWith(SettingsReader.PREFIX) && !key.equals(TaskNumber.KEY)) {
                take(key, value == null ? "" : value, inside);
              }
            });
    OTHER_DEFAULTS.forEach((key, value) -> inside.putIfAbsent(key.name(), value));
    reader.properties(inside);
    this.settings = reader.settings();
    List<String> found = new ArrayList<>(reader.problems());
    check(configuration, found);
    found.removeIf(reader::isSaid);
    found.forEach(problem -> problems.add(asWritten(problem)));
  }

  private void take(String key, String value, Map<String, String> inside) {
    Known known = KNOWN.get(key);
    if (key.equals(FlowFormat.KEY) && !FlowFormat.isOfFlows(value)) {
      problems.add(FlowFormat.refusal(key, value));
    } else if (known != null) {
      inside.put(known.inside().apply(name), value);
    } else if (ProgramKeys.NETWORKS.is(key)) {
      inside.put(key, value);
    } else {
      problems.add(
          "%s is not a known key%s"
              .formatted(
                  key,
                  Nearest.likely(key, KNOWN.keySet())
                      .map("; did you mean %s?"::formatted)
                      .orElse("")));
    }
  }

  /** A name that keys may have in them. */
  private static String groupName(String connector) {
    String name =
        connector.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceFirst("^-+", "");
    return name.isEmpty() ? "connector" : name;
  }

  private void check(Map<String, String> configuration, List<String> found) {
    found.addAll(SourceSettings.problems(settings));
    found.addAll(DeriveSettings.problems(settings));
    found.addAll(DeriveSettings.problems(settings, flows()));
    FilterSettings.problems(flows(), found);
    found.addAll(ConnectionSettings.problems(settings, System.getenv()));
    found.addAll(FlowFormat.problems(settings, flows()));
    get(ConnectorKeys.UNTIL).ifPresent(until -> end(until, found));
    found.addAll(ConnectorChecks.problems(this, configuration));
    if (!structs()) {
      converter(configuration, KEY_CONVERTER, TEXT_CONVERTER, "a key is text");
      converter(
          configuration,
          VALUE_CONVERTER,
          BYTES_CONVERTER,
          "each value becomes Base64 text otherwise");
    } else if (get(ConnectorKeys.CONTENT) == ConnectorKeys.Content.BATCHES) {
      problems.add(
          "%s is struct, but %s is batches, whose values are bytes"
              .formatted(ConnectorKeys.VALUE, ConnectorKeys.CONTENT));
    } else {
      structConverter(configuration.getOrDefault(VALUE_CONVERTER, ""));
    }
  }

  private void end(Instant until, List<String> found) {
    Start start = get(ProgramKeys.START);
    if (start.instant() == null || !start.instant().isBefore(until)) {
      found.add(
          "%s is %s, but %s is %s; it must be an instant before that, or 'beginning', as past hours"
                  .formatted(
                      ConnectorKeys.UNTIL,
                      until,
                      ProgramKeys.START,
                      start.instant() == null ? "a time back from now" : start.instant())
              + " lie between two ends");
    }
  }

  private void converter(Map<String, String> configuration, String key, String needed, String why) {
    String set = configuration.get(key);
    if (set == null || !set.endsWith("." + needed)) {
      problems.add(
          "%s is %s, but must be a %s in the connector's own configuration, as %s"
              .formatted(key, set == null ? "missing" : "'" + set + "'", needed, why));
    }
  }

  private void structConverter(String set) {
    if (set.isEmpty()
        || set.endsWith("." + BYTES_CONVERTER)
        || set.endsWith("." + TEXT_CONVERTER)) {
      problems.add(
          "%s is %s, but %s is struct, which needs a converter that takes a schema, such as a JsonConverter, in the connector's own configuration"
              .formatted(
                  VALUE_CONVERTER,
                  set.isEmpty() ? "missing" : "'" + set + "'",
                  ConnectorKeys.VALUE));
    }
  }

  /** Whether values are structs with a schema, and what is no flow is text. */
  boolean structs() {
    return get(ConnectorKeys.VALUE) == ConnectorKeys.Value.STRUCT;
  }

  /** A sentence with the keys as they are written here. */
  private String asWritten(String problem) {
    return problem
        .replace(SourceKeys.GROUP.of(name) + '.', SettingsReader.PREFIX)
        .replace(DestinationKeys.GROUP.of(name) + '.', SettingsReader.PREFIX);
  }

  /** What is wrong; one sentence each. */
  List<String> problems() {
    return problems;
  }

  /** The key that a sentence is about: the first one in it. */
  static String keyOf(String problem) {
    int first = Integer.MAX_VALUE;
    String key = SettingsReader.PREFIX + SourceKeys.STORAGE_ACCOUNT_URL.shortName();
    for (String word : problem.split("[\\s,;:?]+", -1)) {
      boolean ours =
          word.startsWith(SettingsReader.PREFIX)
              || word.endsWith(".converter")
              || word.contains(".override.");
      int at = problem.indexOf(word);
      if (ours && at < first) {
        first = at;
        key = word;
      }
    }
    return key;
  }

  /** All keys, in the order of the reference. */
  static Map<String, Known> keys() {
    return KNOWN;
  }

  private static Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    for (Key<?> key : SourceKeys.GROUP.all()) {
      add(known, key, key::of);
    }
    OF_PROGRAM.stream()
        .filter(key -> key != ProgramKeys.NETWORKS)
        .forEach(key -> add(known, key, name -> key.name()));
    for (Key<?> key : ofDestination()) {
      add(known, key, key::of);
    }
    ConnectorKeys.all().forEach(key -> add(known, key, name -> key.name()));
    return known;
  }

  private static void add(Map<String, Known> known, Key<?> key, Function<String, String> inside) {
    String name = SettingsReader.PREFIX + key.shortName();
    known.put(name, new Known(name, key, inside));
  }

  /** The keys of a destination that are about flows, not about where they go. */
  private static List<Key<?>> ofDestination() {
    List<String> wanted = new ArrayList<>(FlowFormat.KEYS);
    return DestinationKeys.GROUP.all().stream()
        .filter(key -> wanted.contains(key.shortName()) || key.shortName().startsWith("drop."))
        .toList();
  }

  Settings settings() {
    return settings;
  }

  Settings.Group<SourceKeys> source() {
    return settings.groups(SourceKeys.GROUP).get(0);
  }

  Settings.Group<DestinationKeys> flows() {
    return settings.groups(DestinationKeys.GROUP).get(0);
  }

  <T> T get(Key<T> key) {
    return settings.get(key);
  }
}
