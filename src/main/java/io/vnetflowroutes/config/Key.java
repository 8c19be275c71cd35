package io.vnetflowroutes.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The declaration of one key.
 *
 * @param name the key; an asterisk stands for a name that the user gives
 * @param kind what values it takes
 * @param defaultValue the value where none is given; {@code null} for none
 * @param secret whether the value must never be shown
 * @param meaning one sentence for the reference
 * @param why when to set it and to what, in a sentence or two; empty where the meaning says all
 */
public record Key(
    String name, Kind kind, String defaultValue, boolean secret, String meaning, String why) {

  /** A key whose meaning says all. */
  public Key(String name, Kind kind, String defaultValue, boolean secret, String meaning) {
    this(name, kind, defaultValue, secret, meaning, "");
  }

  /** Whether a key in a properties file is this one. */
  public boolean is(String property) {
    return asProperty().matcher(property).matches();
  }

  /** Its name without what all keys, or all of a source or destination, begin with. */
  public String shortName() {
    return name.replaceFirst("flowlogs\\.(\\w+\\.\\*\\.)?", "");
  }

  /** The environment variable that sets the key of a name. */
  public static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
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
