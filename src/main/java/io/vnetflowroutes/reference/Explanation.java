package io.vnetflowroutes.reference;

import io.vnetflowroutes.config.Choice;
import io.vnetflowroutes.config.Key;
import org.apache.commons.text.WordUtils;

/** One key, explained on a terminal. */
public final class Explanation {

  private static final int WIDTH = 100;

  private Explanation() {}

  /** Meaning, values, default and environment variable of a key, each on a line. */
  public static String of(Key<?> key) {
    StringBuilder text = new StringBuilder(key.name()).append('\n');
    text.append("  ").append(WordUtils.wrap(key.meaning(), WIDTH, "\n  ", false)).append('\n');
    if (!key.why().isEmpty()) {
      text.append("  ").append(WordUtils.wrap(key.why(), WIDTH, "\n  ", false)).append('\n');
    }
    text.append("\n  value:    ").append(key.kind().allowed());
    text.append(key.secret() ? " (secret, never printed)\n" : "\n");
    if (key.defaultValue() != null && !key.defaultValue().isEmpty()) {
      text.append("  default:  ").append(key.defaultValue()).append('\n');
    }
    key.choice()
        .map(Choice::byDefault)
        .ifPresent(
            defaults ->
                defaults.forEach(
                    (value, when) ->
                        text.append("            ")
                            .append(value)
                            .append(" with ")
                            .append(when)
                            .append('\n')));
    String variable = Key.variable(key.name().replace("*", "NAME"));
    return text.append("  variable: ").append(variable).append('\n').toString();
  }
}
