package io.vnetflowroutes.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings in force, checked, defaults included. Values of a source or destination come in a
 * {@link Group} of their own.
 */
public final class Settings {

  private final SortedMap<String, String> values;
  private final Map<String, String> others;
  private final List<String> warnings;
  private final Path folder;

  Settings(
      SortedMap<String, String> values,
      Map<String, String> others,
      List<String> warnings,
      Path folder) {
    this.values = new TreeMap<>(values);
    this.others = Map.copyOf(others);
    this.warnings = List.copyOf(warnings);
    this.folder = folder;
  }

  /** The same with other values of some keys, and with more warnings. */
  public Settings with(Map<String, String> changes, List<String> more) {
    SortedMap<String, String> changed = new TreeMap<>(values);
    changed.putAll(changes);
    List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
    return new Settings(changed, others, all, folder);
  }

  /** Where relative paths count from; empty where that is the folder of the process. */
  public Path folder() {
    return folder;
  }

  /** What is allowed but was hardly meant; one sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** What the user set that is not ours: options of Camel, and values for route files. */
  public Map<String, String> others() {
    return others;
  }

  /** All values under our own prefix, by key, defaults included; secrets too. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }

  /** The value of a key that has a default. */
  public String text(String key) {
    return values.get(key);
  }

  /** A duration by its key. */
  public Duration duration(String key) {
    return Values.duration(values.get(key)).orElseThrow();
  }

  /** The value of a key as a duration, where it is one. */
  public Optional<Duration> durationIfAny(String key) {
    return Values.duration(values.get(key));
  }

  /** A number by its key. */
  public int count(String key) {
    return Integer.parseInt(values.get(key));
  }

  /** A number of bytes by its key. */
  public int size(String key) {
    return Math.toIntExact(diskSize(key));
  }

  /** A number of bytes on disk by its key. */
  public long diskSize(String key) {
    return Values.size(values.get(key)).orElseThrow();
  }

  /** Whether a key is set, be it to nothing, or has a default. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The names in a list by its key; none where it is not set. */
  public List<String> names(String key) {
    return list(values.getOrDefault(key, ""));
  }

  private static List<String> list(String value) {
    return value.isBlank() ? List.of() : List.of(value.trim().split("\\s*,\\s*", -1));
  }

  /** What the user named under a prefix such as {@code flowlogs.networks}, by the names. */
  public Map<String, String> below(String prefix) {
    Map<String, String> below = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix + '.')) {
            below.put(key.substring(prefix.length() + 1), value);
          }
        });
    return below;
  }

  /** The groups under a prefix such as {@code flowlogs.source}, in the order of their names. */
  public List<Group> groups(String prefix) {
    return values.keySet().stream()
        .filter(key -> key.startsWith(prefix + '.'))
        .map(key -> key.substring(prefix.length() + 1).split("\\.", 2)[0])
        .distinct()
        .map(name -> new Group(prefix, name))
        .toList();
  }

  /** The values of one source or destination. */
  public final class Group {

    private final String prefix;
    private final String name;

    private Group(String prefix, String name) {
      this.prefix = prefix;
      this.name = name;
    }

    public String name() {
      return name;
    }

    /** The whole key of one of the group's values, for messages. */
    public String key(String last) {
      return prefix + '.' + name + '.' + last;
    }

    /** A value, if it is set or has a default. */
    public Optional<String> text(String last) {
      return Optional.ofNullable(values.get(key(last))).filter(value -> !value.isEmpty());
    }

    /** A value, or {@code null}. */
    public String orNull(String last) {
      return text(last).orElse(null);
    }

    /** The names in a list; none where it is not set. */
    public List<String> names(String last) {
      return list(text(last).orElse(""));
    }

    /** A number of bytes. */
    public int size(String last) {
      return Settings.this.size(key(last));
    }

    /** The values below a prefix, by what follows it. */
    public Map<String, String> below(String start) {
      return Settings.this.below(key(start));
    }
  }
}
