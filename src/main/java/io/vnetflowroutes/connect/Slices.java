package io.vnetflowroutes.connect;

import io.vnetflowroutes.offsets.Lane;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Into how many slices flow logs are divided, so that several tasks share one. The number is a
 * power of two, so that each slice of a coarser division is made of whole slices of a finer one.
 *
 * @param all the number for each flow log that is not named
 * @param named the numbers of others, by their names in lower case
 */
record Slices(int all, Map<String, Integer> named) {

  static final int MOST = Lane.MOST_SLICES;

  static final String ALLOWED =
      "a power of two up to 64, or names of flow logs with one each such as LOG=8, OTHER=2";

  private static final Pattern ONE = Pattern.compile("(?:(.+?)\\s*=\\s*)?(\\d{1,2})");

  /** Reads a text; empty if it is none of the kind. */
  static Optional<Slices> of(String text) {
    int all = 1;
    Map<String, Integer> named = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher one = ONE.matcher(part.trim());
      int count = one.matches() ? Integer.parseInt(one.group(2)) : 0;
      if (Integer.bitCount(count) != 1 || count > MOST) {
        return Optional.empty();
      }
      if (one.group(1) == null) {
        all = count;
      } else {
        named.put(one.group(1).toLowerCase(Locale.ROOT), count);
      }
    }
    return Optional.of(new Slices(all, Collections.unmodifiableMap(named)));
  }

  /** The number for a flow log of a name. */
  int of(String name, int otherwise) {
    return named.getOrDefault(name.toLowerCase(Locale.ROOT), otherwise);
  }
}
