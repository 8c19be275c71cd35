package io.vnetflowroutes.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of CEF, taken apart as its specification says.
 *
 * @param header the seven parts before the extension
 * @param extension the keys with their values
 */
record CefLine(List<String> header, Map<String, String> extension) {

  private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z0-9_]+)=");
  private static final int HEADER_PARTS = 7;

  static CefLine of(String line) {
    List<String> header = new ArrayList<>();
    int from = 0;
    for (int at = 0; header.size() < HEADER_PARTS; at++) {
      if (line.charAt(at) == '\\') {
        at++;
      } else if (line.charAt(at) == '|') {
        header.add(line.substring(from, at).replaceAll("\\\\([\\\\|])", "$1"));
        from = at + 1;
      }
    }
    return new CefLine(header, extension(line.substring(from)));
  }

  private static Map<String, String> extension(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher key = KEY.matcher(text);
    String last = null;
    int value = 0;
    while (key.find()) {
      if (last == null ? key.start() != 0 : false) {
        throw new IllegalArgumentException("No key at the start of: " + text);
      }
      if (last != null) {
        put(pairs, last, text.substring(value, key.start()));
      }
      last = key.group(1);
      value = key.end();
    }
    put(pairs, last, text.substring(value));
    return pairs;
  }

  private static void put(Map<String, String> pairs, String key, String escaped) {
    StringBuilder value = new StringBuilder();
    for (int at = 0; at < escaped.length(); at++) {
      char c = escaped.charAt(at);
      if (c == '=') {
        throw new IllegalArgumentException("An equal sign without escape in: " + escaped);
      }
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char next = escaped.charAt(++at);
      value.append(
          switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '\\', '=' -> next;
            default -> throw new IllegalArgumentException("A strange escape in: " + escaped);
          });
    }
    if (pairs.put(key, value.toString()) != null) {
      throw new IllegalArgumentException("Twice the key " + key);
    }
  }
}
