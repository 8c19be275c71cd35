package io.vnetflowroutes.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings, checked and with defaults. The values of a source or destination are in a {@link
 * Group} of their own.
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

  /** The folder of relative paths; empty if it is the folder of the process. */
  public Path folder() {
    return folder;
  }

  /** Values that are allowed, but probably not intended; one sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** The user's other settings: options of Camel, and values for route files. */
  public Map<String, String> others() {
    return others;
  }

  /** All values under our own prefix, by key, defaults included; secrets too. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if it is wrong, which {@link SettingsReader#problems} tells
   */
  public <T> T get(Key<T> key) {
    return key.read(values, key.name());
  }

  /** The value of a key as the user wrote it, for messages; empty if there is none. */
  public String text(Key<?> key) {
    return values.getOrDefault(key.name(), "");
  }

  /** Whether a key is set, be it to nothing, or has a default. */
  public boolean has(Key<?> key) {
    return values.containsKey(key.name());
  }

  /** The groups that the user named, such as the sources, in the order of their names. */
  public <G> List<Group<G>> groups(KeyGroup<G> keys) {
    return names(keys).stream().map(name -> new Group<G>(name)).toList();
  }

  /** The names that the user gave, such as those of the sources, in their order. */
  public List<String> names(KeyGroup<?> keys) {
    return names(values, keys.start());
  }

  /** The names that stand behind a prefix. */
  static List<String> names(SortedMap<String, String> values, String start) {
    return values.keySet().stream()
        .filter(key -> key.startsWith(start))
        .map(key -> key.substring(start.length()).split("\\.", 2)[0])
        .distinct()
        .toList();
  }

  /**
   * The values of something that the user named, such as a source.
   *
   * @param <G> the class that declares its keys
   */
  public final class Group<G> {

    private final String name;

    private Group(String name) {
      this.name = name;
    }

    public String name() {
      return name;
    }

    /** The whole key of one of the group's values, for messages. */
    public String key(GroupKey<G, ?> key) {
      return key.of(name);
    }

    /** The value of a key, as in {@link Settings#get}. */
    public <T> T get(GroupKey<G, T> key) {
      return key.key().read(values, key.of(name));
    }

    /** The value of a key as the user wrote it; empty if there is none. */
    public String text(GroupKey<G, ?> key) {
      return values.getOrDefault(key.of(name), "");
    }
  }
}
