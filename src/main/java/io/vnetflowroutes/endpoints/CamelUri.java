package io.vnetflowroutes.endpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a Camel URI, each exactly as the user wrote it.
 *
 * @param address everything before the question mark
 * @param options the options after it, in order
 */
record CamelUri(String address, List<UriOption> options) {

  /**
   * {@code RAW(value)} or {@code RAW{value}}, up to the next option or the end, as Camel reads it.
   */
  private static final Pattern RAW =
      Pattern.compile("(?<==)RAW(?:\\((.*?)\\)|\\{(.*?)\\})(?=&|$)", Pattern.DOTALL);

  private static final String MARK = "rawValue";

  /**
   * Takes a URI apart.
   *
   * @param placeholders replaces placeholders by values, except in raw values
   */
  static CamelUri of(String uri, UnaryOperator<String> placeholders) {
    List<String> raws = new ArrayList<>();
    Matcher raw = RAW.matcher(uri);
    String marked =
        raw.replaceAll(
            found -> {
              raws.add(found.group(1) == null ? found.group(2) : found.group(1));
              return MARK + (raws.size() - 1) + '.';
            });
    String text = placeholders.apply(marked);
    int query = text.indexOf('?');
    List<UriOption> options = new ArrayList<>();
    if (query >= 0) {
      for (String piece : text.substring(query + 1).split("&", -1)) {
        if (!piece.isEmpty()) {
          options.add(option(piece, raws));
        }
      }
    }
    return new CamelUri(query < 0 ? text : text.substring(0, query), options);
  }

  private static UriOption option(String piece, List<String> raws) {
    int equals = piece.indexOf('=');
    if (equals < 0) {
      return new UriOption(piece, null, false);
    }
    String name = piece.substring(0, equals);
    String value = piece.substring(equals + 1);
    for (int i = 0; i < raws.size(); i++) {
      if (value.equals(MARK + i + '.')) {
        return new UriOption(name, raws.get(i), true);
      }
    }
    return new UriOption(name, value, false);
  }

  /** Whether Camel would change a raw value, although it is raw. */
  boolean needsCare() {
    return options.stream()
        .filter(UriOption::raw)
        .anyMatch(
            option ->
                option.value().contains("{{")
                    || option.value().contains("}}")
                    || option.value().contains("$simple{")
                    || option.value().contains("%25")
                    || option.value().startsWith("RAW"));
  }
}
