package io.vnetflowroutes.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declaration of one key. Reading, checking, the environment variable, the reference and the
 * shipped file follow from it. A {@link KeyTable} makes it.
 *
 * @param <T> the type of its value: an {@code Optional} if there may be none
 */
public final class Key<T> {

  /** The text instead of an example, if no value is a good one. */
  static final String NO_EXAMPLE = "...";

  private final String name;
  private final Kind<?> kind;
  private final String defaultValue;
  private final String example;
  private final boolean secret;
  private final String meaning;
  private final String why;
  private final BiFunction<SortedMap<String, String>, String, T> reading;
  private final Choice choice;

  private Key(
      String name,
      Kind<?> kind,
      String defaultValue,
      String example,
      boolean secret,
      String meaning,
      String why,
      BiFunction<SortedMap<String, String>, String, T> reading,
      Choice choice) {
    this.name = name;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.example = example;
    this.secret = secret;
    this.meaning = meaning;
    this.why = why;
    this.reading = reading;
    this.choice = choice;
  }

  /** The same with defaults that depend on another key; {@code null} for none. */
  Key<T> by(Choice other) {
    return other == null
        ? this
        : new Key<>(name, kind, defaultValue, example, secret, meaning, why, reading, other);
  }

  /** A key with one value. */
  static <T> Key<T> one(
      String name,
      Kind<T> kind,
      String defaultValue,
      String example,
      boolean secret,
      String meaning,
      String why) {
    return new Key<>(
        name,
        kind,
        defaultValue,
        example,
        secret,
        meaning,
        why,
        (values, whole) -> kind.reading().apply(values.getOrDefault(whole, "")),
        null);
  }

  /** A key that ends in names that the user gives, each with a value. */
  static <T> Key<Map<String, T>> many(
      String name, Kind<T> kind, boolean secret, String meaning, String why) {
    return new Key<>(
        name,
        kind,
        null,
        NO_EXAMPLE,
        secret,
        meaning,
        why,
        (values, whole) -> below(values, whole.substring(0, whole.length() - 1), kind),
        null);
  }

  private static <T> Map<String, T> below(
      SortedMap<String, String> values, String prefix, Kind<T> kind) {
    Map<String, T> below = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), kind.reading().apply(value));
          }
        });
    return below;
  }

  /** The key as it is written; an asterisk stands for a name that the user gives. */
  public String name() {
    return name;
  }

  /** The kind of its values. */
  public Kind<?> kind() {
    return kind;
  }

  /** The default value; {@code null} for none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** The key that its default depends on; empty if the default is always the same. */
  public Optional<Choice> choice() {
    return Optional.ofNullable(choice);
  }

  /** A value to begin with, if there is no default. */
  public String example() {
    return example;
  }

  /** Whether the value must never be shown. */
  public boolean secret() {
    return secret;
  }

  /** One sentence for the reference. */
  public String meaning() {
    return meaning;
  }

  /** When to set it and to what, in a sentence or two; empty if the meaning is enough. */
  public String why() {
    return why;
  }

  /** The key as it is written, for messages. */
  @Override
  public String toString() {
    return name;
  }

  /** Whether a key in a properties file is this one. */
  public boolean is(String property) {
    return asProperty().matcher(property).matches();
  }

  /** Its name without what all keys, or all of a source or destination, begin with. */
  public String shortName() {
    return name.replaceFirst("flowlogs\\.(\\w+\\.\\*\\.)?", "");
  }

  /** The key of something of a name, such as a list of networks. */
  public String of(String given) {
    return name.replaceFirst("\\*", Matcher.quoteReplacement(given));
  }

  /** The environment variable that sets the key of a name. */
  public static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** Its value under a name, which is its own but for the asterisks that are filled in. */
  T read(SortedMap<String, String> values, String whole) {
    return reading.apply(values, whole);
  }

  /** Matches this key in a properties file; the groups are the user's names. */
  Pattern asProperty() {
    return Pattern.compile(regex(name, "([a-z0-9][a-z0-9-]*)", "(.+)"));
  }

  /** Matches this key among environment variables; the groups are the user's names. */
  Pattern asVariable() {
    String upper = variable(name);
    return Pattern.compile(regex(upper, "([A-Z0-9_]+)", "(.+)"));
  }

  /** Whether the key belongs to something the user names, such as a source. */
  boolean named() {
    return name.contains("*");
  }

  private static String regex(String text, String inner, String last) {
    StringBuilder regex = new StringBuilder();
    String[] literals = text.split("\\*", -1);
    for (int i = 0; i < literals.length; i++) {
      if (i > 0) {
        regex.append(literals[i].isEmpty() ? last : inner);
      }
      regex.append(Pattern.quote(literals[i]));
    }
    return regex.toString();
  }
}
