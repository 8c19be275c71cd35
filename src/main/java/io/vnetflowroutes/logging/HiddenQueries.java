package io.vnetflowroutes.logging;

import java.util.regex.Pattern;

/**
 * Leaves queries of URLs out of log lines. A query may hold a token, and libraries that are set to
 * DEBUG show whole URLs.
 */
final class HiddenQueries {

  private static final Pattern QUERY =
      Pattern.compile("(https?:[^\\s?\"'<>\\\\]*)\\?[^\\s\"'<>\\]\\\\]*");

  private HiddenQueries() {}

  /** A text with dots instead of queries. */
  static String in(String text) {
    return text.indexOf('?') < 0 ? text : QUERY.matcher(text).replaceAll("$1?...");
  }
}
