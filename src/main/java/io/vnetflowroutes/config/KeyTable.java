package io.vnetflowroutes.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the keys that have the same beginning, and keeps them in the order of the reference. */
public final class KeyTable {

  private final String prefix;
  private final List<Key<?>> keys;
  private final Choice choice;

  /**
   * @param prefix what all keys begin with, its last dot included
   */
  public KeyTable(String prefix) {
    this(prefix, new ArrayList<>(), null);
  }

  private KeyTable(String prefix, List<Key<?>> keys, Choice choice) {
    this.prefix = prefix;
    this.keys = keys;
    this.choice = choice;
  }

  /** The same table, for a key whose default depends on another one. */
  KeyTable by(Choice other) {
    return new KeyTable(prefix, keys, other);
  }

  /** The declarations in their order. */
  public List<Key<?>> all() {
    return List.copyOf(keys);
  }

  /**
   * A key.
   *
   * @param last the part after the prefix
   * @param defaultValue the default value; {@code null} for none, which is read like an empty one
   * @param why when to set it and to what; empty if the meaning is enough
   */
  public <T> Key<T> key(
      String last, Kind<T> kind, String defaultValue, String meaning, String why) {
    return add(Key.one(prefix + last, kind, defaultValue, Key.NO_EXAMPLE, false, meaning, why));
  }

  /** A key whose meaning says all. */
  public <T> Key<T> key(String last, Kind<T> kind, String defaultValue, String meaning) {
    return key(last, kind, defaultValue, meaning, "");
  }

  /**
   * A key without a default.
   *
   * @param example a value to begin with
   */
  public <T> Key<Optional<T>> optional(
      String last, Kind<T> kind, String example, String meaning, String why) {
    return add(Key.one(prefix + last, kind.optional(), null, example, false, meaning, why));
  }

  /** A key without a default, whose meaning says all. */
  public <T> Key<Optional<T>> optional(String last, Kind<T> kind, String example, String meaning) {
    return optional(last, kind, example, meaning, "");
  }

  /** A key whose value must never be shown. */
  public Key<Optional<String>> secret(String last, String meaning) {
    return secret(last, Kind.TEXT, meaning, "");
  }

  /** The same of a kind of its own, with when to set it and to what. */
  public <T> Key<Optional<T>> secret(String last, Kind<T> kind, String meaning, String why) {
    return add(Key.one(prefix + last, kind.optional(), null, Key.NO_EXAMPLE, true, meaning, why));
  }

  /** Keys that end in a name that the user gives. */
  public <T> Key<Map<String, T>> named(String last, Kind<T> kind, String meaning) {
    return add(Key.many(prefix + last + ".*", kind, false, meaning, ""));
  }

  /** Keys that end in a name that the user gives, and whose values must never be shown. */
  public Key<Map<String, String>> namedSecrets(String last, String meaning) {
    return add(Key.many(prefix + last + ".*", Kind.TEXT, true, meaning, ""));
  }

  private <T> Key<T> add(Key<T> declared) {
    Key<T> key = declared.by(choice);
    keys.add(key);
    return key;
  }
}
