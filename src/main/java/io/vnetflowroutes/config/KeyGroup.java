package io.vnetflowroutes.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the keys of what the user names, such as a source: any number of them, each with values of
 * its own.
 *
 * @param <G> the class that declares them
 */
public final class KeyGroup<G> {

  private final String prefix;
  private final KeyTable table;

  /**
   * @param prefix what stands in front of the names, such as {@code flowlogs.source}
   */
  public KeyGroup(String prefix) {
    this(prefix, new KeyTable(prefix + ".*."));
  }

  private KeyGroup(String prefix, KeyTable table) {
    this.prefix = prefix;
    this.table = table;
  }

  /**
   * The same group, for a key whose default depends on another one.
   *
   * @param other the other key
   * @param defaults a default for each value of the other key that has one
   */
  public KeyGroup<G> by(GroupKey<G, ?> other, Map<String, String> defaults) {
    return new KeyGroup<>(prefix, table.by(new Choice(other.shortName(), defaults)));
  }

  /** The declarations in their order. */
  public List<Key<?>> all() {
    return table.all();
  }

  /** Whether a key is one of them. */
  public boolean holds(Key<?> key) {
    return table.all().contains(key);
  }

  /** The common beginning of all keys of a name, for messages. */
  public String of(String name) {
    return prefix + '.' + name;
  }

  /** The text before the names, including the dot. */
  String start() {
    return prefix + '.';
  }

  /** As in {@link KeyTable#key(String, Kind, String, String, String)}. */
  public <T> GroupKey<G, T> key(
      String last, Kind<T> kind, String defaultValue, String meaning, String why) {
    return new GroupKey<>(this, table.key(last, kind, defaultValue, meaning, why));
  }

  /** A key whose meaning says all. */
  public <T> GroupKey<G, T> key(String last, Kind<T> kind, String defaultValue, String meaning) {
    return key(last, kind, defaultValue, meaning, "");
  }

  /** As in {@link KeyTable#optional(String, Kind, String, String, String)}. */
  public <T> GroupKey<G, Optional<T>> optional(
      String last, Kind<T> kind, String example, String meaning, String why) {
    return new GroupKey<>(this, table.optional(last, kind, example, meaning, why));
  }

  /** A key without a default, whose meaning says all. */
  public <T> GroupKey<G, Optional<T>> optional(
      String last, Kind<T> kind, String example, String meaning) {
    return optional(last, kind, example, meaning, "");
  }

  /** A key whose value must never be shown. */
  public GroupKey<G, Optional<String>> secret(String last, String meaning) {
    return new GroupKey<>(this, table.secret(last, meaning));
  }

  /** Keys that end in a second name that the user gives. */
  public GroupKey<G, Map<String, String>> named(String last, Kind<String> kind, String meaning) {
    return new GroupKey<>(this, table.named(last, kind, meaning));
  }

  /** Keys that end in a second name that the user gives, and whose values are never shown. */
  public GroupKey<G, Map<String, String>> namedSecrets(String last, String meaning) {
    return new GroupKey<>(this, table.namedSecrets(last, meaning));
  }
}
